//! Drives plans over connections: searching, reading rows, changing messages.

mod attachment;
mod batches;
mod mailboxes;
mod mutate;
mod outcome;
mod retry;
mod rows;
mod scan;
mod search;
mod select;
mod task;
mod uids;

pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use rows::Rows;
pub use scan::Progress;
use task::{Context, Task};
