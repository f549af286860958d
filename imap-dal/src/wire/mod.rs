//! IMAP as octets: framing within hard limits, responses as borrowed tokens, commands from typed arguments. Pure: it
//! opens no socket and knows no column, no query and no plan.

mod code;
mod command;
mod error;
mod escape;
mod fetch;
mod framing;
mod limits;
mod list;
pub(crate) mod mailbox_name;
mod payload;
mod response;
mod scan;
mod search;
mod sequence_set;
mod structure;
#[cfg(any(test, fuzzing))]
pub(crate) mod testing;

#[cfg(test)]
mod tests;

pub(crate) use code::{Code, Status};
pub(crate) use command::{Command, Literals, Piece};
pub(crate) use error::WireError;
pub(crate) use fetch::{Fetch, Item, Section, SectionKind};
pub(crate) use framing::Framer;
pub use limits::Limits;
pub(crate) use list::MailboxStatus;
pub(crate) use payload::{Digest, Open, Payload, with_crlf};
pub(crate) use response::{Response, parse};
pub(crate) use scan::Words;
pub(crate) use sequence_set::SequenceSet;
pub(crate) use structure::{BodyStructure, Leaf};
