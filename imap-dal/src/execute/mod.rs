//! Drives plans over connections: searching, reading rows, changing messages.

mod attachment;
mod batches;
mod mutate;
mod outcome;
mod per_mailbox;
mod retry;
mod rows;
mod scan;
mod search;
mod select;
mod several;
mod task;
mod uids;

pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use per_mailbox::PerMailbox;
pub use rows::Rows;
pub use scan::Progress;
pub use several::EachRows;
use task::{Context, Task};
