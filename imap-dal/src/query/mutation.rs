//! Mutations as values. How they are executed is in `execute`.

use super::{Change, MailboxName, Request};
use crate::{
    Affected, Executor, Explain, Moved, NewMessage, Planned, Result, Uid,
    execute::{self, Mutation},
};

/// A change of flags and keywords, made by [`Query::update`](crate::Query::update).
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until it is executed"]
pub struct Update {
    pub(crate) request: Request,
    pub(crate) changes: Vec<Change>,
    pub(crate) unchanged_since: Option<u64>,
}

/// A removal for good, made by [`Query::delete`](crate::Query::delete).
#[derive(Clone, Debug)]
#[must_use = "nothing is removed until it is executed"]
pub struct Delete {
    pub(crate) request: Request,
    pub(crate) unchanged_since: Option<u64>,
    pub(crate) without_uidplus: WithoutUidPlus,
}

/// A move or a copy to another mailbox, made by [`Query::move_to`](crate::Query::move_to),
/// [`trash`](crate::Query::trash) and [`copy_to`](crate::Query::copy_to).
#[derive(Clone, Debug)]
#[must_use = "nothing is moved until it is executed"]
pub struct Move {
    pub(crate) request: Request,
    pub(crate) target: Target,
    pub(crate) unchanged_since: Option<u64>,
}

/// A message to append, made by `Inbox::insert`.
#[derive(Clone, Debug)]
#[must_use = "nothing is inserted until it is executed"]
pub struct Insert {
    pub(crate) mailbox: MailboxName,
    pub(crate) message: NewMessage,
}

/// Messages to append together, made by `Inbox::insert_many`.
#[derive(Clone, Debug)]
#[must_use = "nothing is inserted until it is executed"]
pub struct InsertMany {
    pub(crate) mailbox: MailboxName,
    pub(crate) messages: Vec<NewMessage>,
}

/// What `delete` does on a server without UIDPLUS (RFC 4315), which cannot remove exactly these messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WithoutUidPlus {
    /// An error, before anything is done.
    #[default]
    Refuse,
    /// Marks them `\Deleted` and leaves them; they go when somebody expunges the mailbox.
    LeaveMarked,
}

/// Where messages go, and whether they stay as well.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) mailbox: MailboxName,
    pub(crate) keep: bool,
}

impl Target {
    pub(crate) fn move_to(mailbox: MailboxName) -> Self {
        Target { mailbox, keep: false }
    }

    pub(crate) fn copy_to(mailbox: MailboxName) -> Self {
        Target { mailbox, keep: true }
    }
}

impl Update {
    pub(crate) fn new(request: Request, changes: Vec<Change>) -> Self {
        Update { request, changes, unchanged_since: None }
    }

    /// Leaves messages alone whose MODSEQ is above `modseq` (`UNCHANGEDSINCE`, RFC 7162 section 3.1.3); they are
    /// `conflicts` of the result. Needs CONDSTORE.
    pub fn unchanged_since(&self, modseq: u64) -> Self {
        Update { unchanged_since: Some(modseq), ..self.clone() }
    }
}

impl Delete {
    pub(crate) fn new(request: Request) -> Self {
        Delete { request, unchanged_since: None, without_uidplus: WithoutUidPlus::default() }
    }

    /// Leaves messages alone whose MODSEQ is above `modseq` (`UNCHANGEDSINCE`, RFC 7162 section 3.1.3); they are
    /// `conflicts` of the result. Needs CONDSTORE.
    pub fn unchanged_since(&self, modseq: u64) -> Self {
        Delete { unchanged_since: Some(modseq), ..self.clone() }
    }

    /// What to do on a server that cannot remove exactly these messages.
    pub fn without_uidplus(&self, choice: WithoutUidPlus) -> Self {
        Delete { without_uidplus: choice, ..self.clone() }
    }
}

impl Move {
    pub(crate) fn new(request: Request, target: Target) -> Self {
        Move { request, target, unchanged_since: None }
    }

    /// Leaves messages alone whose MODSEQ is above `modseq`, as a FETCH just before tells it. Needs CONDSTORE.
    pub fn unchanged_since(&self, modseq: u64) -> Self {
        Move { unchanged_since: Some(modseq), ..self.clone() }
    }
}

/// Several messages to insert: an array, a `Vec` or any other iterator of [`NewMessage`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of messages",
    label = "expected several `NewMessage`",
    note = "of one write `insert(message)`"
)]
pub trait IntoMessages {
    #[doc(hidden)]
    fn into_messages(self) -> Vec<NewMessage>;
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item = NewMessage>> IntoMessages for I {
    fn into_messages(self) -> Vec<NewMessage> {
        self.into_iter().collect()
    }
}

impl Insert {
    pub(crate) fn new(mailbox: MailboxName, message: NewMessage) -> Self {
        Insert { mailbox, message }
    }
}

impl InsertMany {
    pub(crate) fn new(mailbox: MailboxName, messages: impl IntoMessages) -> Self {
        InsertMany { mailbox, messages: messages.into_messages() }
    }
}

/// # Running it
impl Update {
    /// Searches for the messages, then stores the flags: `UID STORE +FLAGS.SILENT (..)`, `-FLAGS.SILENT (..)`.
    ///
    /// Where flags, keywords or `modseq` decide and the server has CONDSTORE, a message that changes between search and
    /// store is searched for again, and left alone where it no longer satisfies the condition (`UNCHANGEDSINCE`, RFC 7162
    /// section 3.1.3). Without CONDSTORE it is asked once more, with the mailbox opened anew, one round trip before the
    /// STORE: what changes within that round trip is not noticed.
    ///
    /// # Errors
    /// `InvalidInput` and `Unsupported`, before anything is sent; `MailboxNotFound`; `UidValidityChanged`; `Decode` where
    /// a value decides and cannot be read; `No`, `Bad`: nothing was done. `OutcomeUnknown` where the connection was lost
    /// after the first change was sent, or the server refused to go on.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Affected> {
        Mutation::update(self, on)?.execute(on).map(Into::into)
    }

    /// How it finds its messages and changes them: what is sent, what is decided here, and why.
    ///
    /// # Errors
    /// As [`execute`](Update::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        Mutation::update(self, on)?.explain(on)
    }

    /// The messages it would change, and what they look like: for [`execute_plan`](Update::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Update::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::update(self, on)?.plan(on)
    }

    /// Changes exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not matter.
    ///
    /// # Errors
    /// `PlanChanged`, naming the messages, and `InvalidInput` for the plan of another mutation: nothing was done. As
    /// [`execute`](Update::execute).
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Affected> {
        Mutation::update(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}

/// # Running it
impl Delete {
    /// Searches for the messages, then marks and removes exactly those: `UID STORE +FLAGS.SILENT (\Deleted)`, `UID EXPUNGE`
    /// (RFC 4315 section 2.1), in one flight. What others have marked stays.
    ///
    /// Where the condition asks for flags, and with [`unchanged_since`](Delete::unchanged_since), only what is confirmed to
    /// be marked is removed, in a flight of its own: what somebody else changed and marked meanwhile is left to them. What
    /// changes in the last round trip before the STORE is noticed as by [`Update::execute`].
    ///
    /// # Errors
    /// As [`Update::execute`]; `Unsupported`, before anything is sent, where the server has no UIDPLUS and
    /// [`without_uidplus`](Delete::without_uidplus) was not told to leave messages marked.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Affected> {
        Mutation::delete(self, on)?.execute(on).map(Into::into)
    }

    /// How it finds its messages and changes them: what is sent, what is decided here, and why.
    ///
    /// # Errors
    /// As [`execute`](Delete::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        Mutation::delete(self, on)?.explain(on)
    }

    /// The messages it would remove, and what they look like: for [`execute_plan`](Delete::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Delete::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::delete(self, on)?.plan(on)
    }

    /// Removes exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not matter.
    ///
    /// # Errors
    /// As [`Update::execute_plan`].
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Affected> {
        Mutation::delete(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}

/// # Running it
impl Move {
    /// Searches for the messages, then `UID MOVE` (RFC 6851) or `UID COPY`. Without MOVE: `UID COPY`, and when that is
    /// done, `UID STORE +FLAGS.SILENT (\Deleted)` and `UID EXPUNGE` of what COPYUID says was copied.
    ///
    /// MOVE and COPY cannot be made to depend on anything: what changed is left out as FETCH tells it one round trip before.
    /// A message that changes within that round trip is moved or copied as it then is.
    ///
    /// Without MOVE there is another gap: flags that somebody else changes between the COPY of a message and its removal are
    /// not on the copy. That takes one round trip, and no message is lost by it.
    ///
    /// # Errors
    /// As [`Update::execute`]; `MailboxNotFound` of the target, with nothing lost; `InvalidInput` for a move to the same
    /// mailbox; `Unsupported`, before anything is sent, for a move on a server that has neither MOVE nor UIDPLUS.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Moved> {
        Mutation::transfer(self, on)?.execute(on).map(Into::into)
    }

    /// How it finds its messages and changes them: what is sent, what is decided here, and why.
    ///
    /// # Errors
    /// As [`execute`](Move::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        Mutation::transfer(self, on)?.explain(on)
    }

    /// The messages it would move or copy, and what they look like: for [`execute_plan`](Move::execute_plan).
    ///
    /// # Errors
    /// As [`execute`](Move::execute); nothing is changed.
    pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        Mutation::transfer(self, on)?.plan(on)
    }

    /// Moves or copies exactly the planned messages, if none of them has changed; mail that arrived meanwhile does not
    /// matter.
    ///
    /// # Errors
    /// As [`Update::execute_plan`].
    pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<Moved> {
        Mutation::transfer(self, on)?.execute_plan(on, &planned).map(Into::into)
    }
}

/// # Running it
impl Insert {
    /// Appends the message: SELECT, which tells where the next message comes, then APPEND (RFC 9051 section 6.3.12).
    ///
    /// The uid is the one that APPENDUID tells. On a server without UIDPLUS the message is searched for by its Message-ID,
    /// or, where that does not tell, known again by its octets among those that arrived since.
    ///
    /// # Errors
    /// `InvalidInput` for a message that cannot be composed and `Limit` for one larger than the server takes (APPENDLIMIT,
    /// RFC 7889), before anything is sent; `Read` where it is kept elsewhere and cannot be read; `MailboxNotFound`; `No` with
    /// the server's code (`OVERQUOTA`, `TOOBIG`, ..): nothing was inserted. `OutcomeUnknown` where the connection was lost
    /// meanwhile. `Unsupported`, naming UIDPLUS, where the message was appended and is not found again.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Uid> {
        execute::insert(self, on)
    }
}

/// # Running it
impl InsertMany {
    /// Appends the messages in their order: SELECT, then one APPEND of all of them where the server has MULTIAPPEND
    /// (RFC 3502), which stores all or none; else an APPEND for each, sent together as far as the server's literals allow
    /// (LITERAL+, LITERAL-, RFC 7888).
    ///
    /// The uids are in the order of the messages. Nothing is sent where there are no messages.
    ///
    /// # Errors
    /// As [`Insert::execute`]. Where some messages were stored and others were not: `OutcomeUnknown`, whose `uids` are those
    /// of the stored ones, whose source says why, and whose token [`resume`](crate::resume) completes.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<Uid>> {
        execute::insert_many(self, on)
    }
}
