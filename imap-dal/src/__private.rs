//! What generated code names. Not public API.

pub use crate::{
    AnyMailbox, Column, Fields, Fits, FromRow, Joins, Mailbox, MailboxName, Readable, Result, Role, Row, Source, kind,
    row::Wanted,
    schema::{Fixed, Key},
};
pub use core::{default::Default, result::Result::Ok, unreachable};
