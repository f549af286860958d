//! How far a mutation had come when its outcome became unknown, as plain data.

use super::effect::FlagChange;
use crate::{compose::Composed, display::escaped, schema::Fingerprint, wire::SequenceSet};
use std::fmt;

/// How far a mutation had come when its outcome became unknown: what [`resume`](crate::resume) completes.
///
/// Displayed, it says what was being done to which mailbox.
#[derive(Clone)]
pub struct ResumeToken(Box<Pending>);

/// A change that was sent and not confirmed.
#[derive(Clone)]
pub(super) struct Pending {
    /// The decoded name.
    pub(super) mailbox: Box<str>,
    pub(super) validity: u32,
    pub(super) fingerprint: Fingerprint,
    pub(super) phase: Phase,
}

/// What was sent last.
#[derive(Clone)]
pub(super) enum Phase {
    /// `UID STORE`, of messages unchanged since `since`.
    Storing { uids: SequenceSet, change: FlagChange, since: Option<u64> },
    /// `UID STORE +FLAGS (\Deleted)`, of messages unchanged since `since`, before they are expunged or left marked.
    Marking { uids: SequenceSet, since: Option<u64>, leave_marked: bool },
    /// `UID EXPUNGE` of messages that this mutation marked or found marked.
    Expunging { uids: SequenceSet },
    /// `UID MOVE`.
    Moving { uids: SequenceSet, target: Box<str> },
    /// `UID COPY`, before the messages are removed unless `keep`.
    Copying { uids: SequenceSet, target: Box<str>, keep: bool, before: Before },
    /// `UID STORE +FLAGS (\Deleted)` and `UID EXPUNGE` of messages that were copied.
    Removing { uids: SequenceSet },
    /// APPEND.
    Appending { message: Composed, next: u32 },
}

/// A mailbox before messages were put there: what it gets from then on has uids from `next` on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// None where it did not exist.
    pub(super) validity: Option<u32>,
    pub(super) next: u32,
}

impl ResumeToken {
    pub(super) fn new(pending: Pending) -> Self {
        ResumeToken(Box::new(pending))
    }

    pub(super) fn into_pending(self) -> Pending {
        *self.0
    }

    /// The mailbox that was being changed, decoded.
    pub fn mailbox(&self) -> &str {
        &self.0.mailbox
    }
}

impl Phase {
    /// The messages that may or may not have been changed.
    pub(super) fn uids(&self) -> SequenceSet {
        match self {
            Phase::Storing { uids, .. }
            | Phase::Marking { uids, .. }
            | Phase::Expunging { uids }
            | Phase::Moving { uids, .. }
            | Phase::Copying { uids, .. }
            | Phase::Removing { uids } => uids.clone(),
            Phase::Appending { .. } => SequenceSet::default(),
        }
    }
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mailbox = escaped(&self.0.mailbox);
        match &self.0.phase {
            Phase::Storing { change, .. } => write!(f, "UID STORE ({change}) in mailbox \"{mailbox}\""),
            Phase::Marking { .. } => write!(f, "marking messages \\Deleted in mailbox \"{mailbox}\""),
            Phase::Expunging { .. } => write!(f, "UID EXPUNGE in mailbox \"{mailbox}\""),
            Phase::Moving { target, .. } => write!(f, "UID MOVE from mailbox \"{mailbox}\" to \"{}\"", escaped(target)),
            Phase::Copying { target, .. } => {
                write!(f, "UID COPY from mailbox \"{mailbox}\" to \"{}\"", escaped(target))
            }
            Phase::Removing { .. } => write!(f, "removing copied messages from mailbox \"{mailbox}\""),
            Phase::Appending { .. } => write!(f, "APPEND to mailbox \"{mailbox}\""),
        }
    }
}

impl fmt::Debug for ResumeToken {
    /// As displayed, with the uids: never a message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResumeToken({self}, uids {})", self.0.phase.uids())
    }
}
