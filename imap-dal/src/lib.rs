//! A typed ORM over IMAP: mailboxes are tables, messages are rows, and the compiler knows the schema.
#![forbid(unsafe_code)]

extern crate self as imap_dal;

mod column;
mod compose;
mod connection;
pub mod display;
mod error;
mod evaluate;
mod execute;
mod macros;
mod plan;
mod query;
mod row;
mod schema;
mod wire;

#[doc(hidden)]
pub mod __private;

pub use column::Column;
pub use compose::NewMessage;
pub use connection::{Connection, Dal, DalBuilder, Executor};
pub use error::{Answer, Error, Reason, Result};
pub use execute::{Affected, Moved, Planned, ResumeToken, Rows, resume};
pub use imap;
pub use jiff;
pub use macros::{ImapModel, mailboxes};
pub use plan::{Analysis, Decided, Explain, Predicate, Profile, TextKeys, UnreadableDates};
#[doc(hidden)]
pub use query::Chosen;
pub use query::{
    AnyMailbox, Assignment, Changes, CombinesWith, Delete, Expr, InMailbox, Insert, IntoMailbox, IntoOperand, Mailbox,
    MailboxName, Move, Ordering, Projection, Query, Source, Update, UsableIn, WithoutUidPlus, needs_choice,
};
pub use row::{Cell, FromColumn, FromRow, Needs, ReadAs, Readable, Row};
pub use schema::{Address, Attachment, AttachmentInfo, Keywords, MailboxInfo, Role, TextPart, Uid, kind};

/// What a program that queries needs.
pub mod prelude {
    pub use crate::{
        Address, AnyMailbox, Attachment, AttachmentInfo, Column, Connection, Dal, Executor, Expr, FromColumn, FromRow,
        ImapModel, Keywords, Mailbox, NewMessage, Query, Source, TextPart, Uid, mailboxes,
    };
}
