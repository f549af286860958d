//! Mutations as values. Executing them is in `execute`.

use super::{Change, MailboxName, Request};
use crate::NewMessage;

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

impl Insert {
    pub(crate) fn new(mailbox: MailboxName, message: NewMessage) -> Self {
        Insert { mailbox, message }
    }
}

impl InsertMany {
    pub(crate) fn new(mailbox: MailboxName, messages: impl IntoIterator<Item = NewMessage>) -> Self {
        InsertMany { mailbox, messages: messages.into_iter().collect() }
    }
}
