//! Drives plans over connections: searching, reading rows, changing messages.

mod outcome;
mod rows;
mod run;
mod scan;
mod search;
mod select;
mod task;
mod uids;

pub use outcome::{Affected, Moved, Planned, ResumeToken};
pub use rows::Rows;
pub use run::resume;
use task::{Context, Task};
