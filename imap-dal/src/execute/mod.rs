//! Drives plans over connections: searching, reading rows, changing messages.

mod attachment;
mod batches;
mod mutate;
mod outcome;
mod retry;
mod rows;
mod scan;
mod search;
mod select;
mod task;
mod uids;

pub(crate) use attachment::download;
pub(crate) use mutate::{Mutation, insert};
pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use rows::Rows;
pub use scan::Progress;
pub(crate) use select::{count, exists, explain, explain_analyze, first, rows, uids};
use task::{Context, Task};
