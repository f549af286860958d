//! Running mutations. A message is touched only if the evaluator decided that it satisfies the condition, in a mailbox
//! whose UIDVALIDITY is the one it was found under; what ends before it is confirmed is an error that says so.
//!
//! Flights: SELECT with the search (and what decides it); SELECT with another look, where the change would not tell by
//! itself that a message is no longer meant; the change with its confirmation. In several mailboxes: EXAMINE with the
//! searches, SELECT, the change. `$`, sequence numbers, a bare EXPUNGE and CLOSE are never sent; nothing destructive is
//! sent before what it depends on is answered.

mod copies;
mod delete;
mod effect;
mod explain;
mod insert;
mod mutation;
mod planned;
mod resume;
mod review;
pub(super) mod several;
mod store;
mod token;
mod transfer;
mod writing;

pub(crate) use insert::{insert, insert_many};
pub(crate) use mutation::Mutation;
pub use planned::Planned;
pub use resume::resume;
pub use token::ResumeToken;
