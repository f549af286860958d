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
mod wait;

pub(crate) use attachment::download;
pub(crate) use mutate::{Mutation, insert};
pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use per_mailbox::PerMailbox;
pub use rows::Rows;
pub use scan::Progress;
pub(crate) use select::{count, exists, explain, explain_analyze, first, rows, uids};
pub use several::EachRows;
use task::{Context, Task};

/// The same in several mailboxes.
pub(crate) mod each {
    pub(crate) use super::{
        mutate::several::{delete, transfer, update},
        several::query::{count, explain, load, stream, uids},
    };
}
