//! Drives plans over connections: searching, reading rows, changing messages.

mod attachment;
mod batches;
mod mutate;
mod outcome;
mod progress;
mod retry;
mod rows;
mod scan;
mod search;
mod select;
mod task;
mod uids;
mod under_way;

pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use progress::Progress;
pub use rows::Rows;
use task::{Context, Task};
