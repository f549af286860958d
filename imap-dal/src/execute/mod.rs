//! Drives plans over connections.

mod outcome;
mod run;

pub use outcome::{Affected, Moved, Planned, ResumeToken};
pub use run::{Rows, resume};
