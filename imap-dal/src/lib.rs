//! A typed ORM over IMAP: mailboxes are tables, messages are rows, the message schema of IMAP is fixed, and the compiler
//! knows it.
//!
//! ```no_run
//! use imap_dal::{Result, jiff::Zoned, prelude::*};
//!
//! mailboxes! {
//!     /// Where new mail arrives.
//!     pub Inbox => "INBOX";
//!     pub Archive => role Archive;      // the server's own name, resolved once connected
//! }
//!
//! #[derive(ImapModel)]
//! struct Message {
//!     uid: Uid,
//!     subject: Option<String>,
//!     #[imap(column = sender)]
//!     from: Option<Address>,
//!     attachments: Vec<AttachmentInfo>, // metadata only: nothing is downloaded
//! }
//!
//! fn main() -> Result<()> {
//!     let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
//!     let now = Zoned::now();
//!
//!     let mut unread = Inbox::seen.eq(false);
//!     unread &= Inbox::created.on(now.date(), now.time_zone());
//!     unread &= Inbox::size.lt(6000);
//!
//!     let today = Inbox::filter(unread); // a value: nothing is sent yet
//!     println!("{} new today", today.count(&dal)?);
//!     for message in today.select_as::<Message>().stream(&dal)? {
//!         let message = message?;
//!         println!("{} {:?}", message.uid, message.subject);
//!     }
//!
//!     today.update(Inbox::seen.set(true)).execute(&dal)?;
//!     Inbox::filter(Inbox::sender.contains("gumby")).delete().execute(&dal)?;
//!     println!("{}", today.explain(&dal)?);
//!     Ok(())
//! }
//! ```
//!
//! # Where to look
//!
//! - **Schema:** [`mailboxes!`] declares mailboxes, [`ImapModel`](macro@ImapModel) makes a struct a model. Every source
//!   has the fixed columns, listed at [`AnyMailbox`]; what a column can do depends on its [`kind`].
//! - **Conditions:** the methods of [`Column`] make an [`Expr`]; `&`, `|` and `!` combine them.
//! - **Queries:** a [`Query`] is a value. `count`, `exists`, `load`, `first`, `stream` and `uids` run it on a [`Dal`], which
//!   is a pool of connections, or on one [`Connection`].
//! - **News:** [`Query::wait`] returns when the mailbox may have changed.
//! - **Rows:** models, tuples of columns, or [`Row`]; a type of your own implements [`FromColumn`].
//! - **Changes:** [`Update`], [`Delete`], [`Move`] and [`Insert`] are values too; each can be planned, looked at, and then
//!   executed as planned.
//! - **Mailboxes:** [`Dal`] lists, makes, renames, deletes and counts them.
//! - **What is sent:** [`Query::explain`] says it, and why.
//!
//! # What is promised
//!
//! A change touches only messages that satisfy its condition, decided here, under a checked UIDVALIDITY. Rows satisfy the
//! query as documented; in the default mode the server's word is taken for `contains` and for civil days of arrival, and
//! [`Query::exact`] decides these here too. No value can become a command, and what a server cannot express is decided
//! here, never dropped. Reading marks nothing as read. Every wait has a deadline.
//!
//! # Features
//!
//! None is on by default. `chrono` and `time`: date columns read as the types of these crates. `serde`: the values that
//! queries yield, and [`Planned`], as data. `tracing`: a span for each flight, at level debug, with the names of its
//! commands, rows, octets and round trips; no argument, no password and no mail stands in any, and what a server says is
//! escaped.
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
#[cfg(any(test, fuzzing))]
pub mod fuzzing;

pub use column::Column;
#[doc(hidden)]
pub use compose::Sends;
pub use compose::{Addresses, IntoText, NewMessage};
pub use connection::{Canceller, Connection, Dal, DalBuilder, Executor, TlsVersion};
pub use error::{Answer, Error, Reason, Result};
pub use execute::{Affected, EachRows, Moved, PerMailbox, Planned, Progress, ResumeToken, Rows, resume};
pub use imap;
pub use jiff;
pub use macros::{ImapModel, mailboxes};
pub use plan::{
    Analysis, Charset, DateZone, Decided, Estimate, Explain, Predicate, Profile, TextKeys, UnreadableDates,
};
pub use query::{
    AnyMailbox, Assignment, Changes, CombinesWith, Condition, Delete, Each, Expr, InMailbox, InMailboxes, Insert,
    InsertMany, IntoBound, IntoMailbox, IntoMailboxes, IntoMessages, IntoOperand, IntoOperands, Mailbox, MailboxName,
    Move, Ordering, Projection, Query, SortKey, Source, Update, UsableIn, WithoutUidPlus, words,
};
#[doc(hidden)]
pub use query::{
    AtRunTime, Called, Chosen, Compared, Dotted, Fits, IgnoringCase, InCondition, Joins, Lacks, Negates, NoSource,
    NotSender, OfOne, OfQuery, OnType, SenderIsMeant, Tied, Unneeded,
};
pub use row::{Cell, FromColumn, FromRow, Needs, ReadAs, Readable, Row};
#[doc(hidden)]
pub use row::{Fields, Selectable};
pub use schema::{
    Address, Attachment, AttachmentInfo, Keywords, MailboxInfo, MailboxStatus, Role, TextPart, Uid, kind,
};
pub use wire::Limits;

/// What a program that queries needs: `use imap_dal::prelude::*;`.
pub mod prelude {
    pub use crate::{
        Address, AnyMailbox, Attachment, AttachmentInfo, Column, Connection, Dal, Executor, Expr, FromColumn, FromRow,
        ImapModel, Keywords, Mailbox, NewMessage, Query, Source, TextPart, Uid, mailboxes,
    };
}
