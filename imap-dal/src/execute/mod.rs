//! Drives plans over connections: searching, reading rows, changing messages.

mod attachment;
mod batches;
mod keywords;
mod mailboxes;
mod mutate;
mod outcome;
mod per_mailbox;
mod progress;
mod retry;
mod rows;
mod scan;
mod search;
mod select;
mod several;
mod task;
mod uids;
mod under_way;
mod wait;

pub(crate) use attachment::download;
pub(crate) use keywords::keywords;
pub(crate) use mutate::{Mutation, insert, insert_many};
pub use mutate::{Planned, ResumeToken, resume};
pub use outcome::{Affected, Moved};
pub use per_mailbox::PerMailbox;
pub use progress::Progress;
pub use rows::Rows;
pub(crate) use select::{count, exists, explain, explain_analyze, explain_analyze_count, first, rows, uids};
pub use several::EachRows;
use task::{Context, Task};

/// The same in several mailboxes.
pub(crate) mod each {
    pub(crate) use super::{
        mutate::several::{change, explain as explain_change, transfer},
        several::query::{count, explain, load, stream, uids},
    };
}
