//! What generated code names. Not public API.

pub use crate::{
    AnyMailbox, Column, FromRow, Mailbox, MailboxName, Readable, Result, Role, Row, Source, UsableIn, kind,
    query::CombinesWith,
    row::Wanted,
    schema::{Fixed, Key},
};
pub use core::{default::Default, result::Result::Ok, unreachable};
