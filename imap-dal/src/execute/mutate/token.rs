//! How far a mutation had come when its outcome became unknown, as plain data.

use super::effect::FlagChange;
use crate::{Uid, compose::Composed, display::escaped, query::Request, row::Origin, wire::SequenceSet};
use std::fmt;

/// How far a mutation had come when its outcome became unknown: what [`resume`](crate::resume) completes.
///
/// Displayed, it says what was being done to which mailbox.
#[derive(Clone)]
pub struct ResumeToken(Box<Pending>);

/// A change that was sent and not confirmed.
#[derive(Clone)]
pub(super) struct Pending {
    /// Where.
    pub(super) origin: Origin,
    /// What its messages satisfied when they were searched for.
    pub(super) request: Request,
    pub(super) phase: Phase,
}

/// What was sent last.
#[derive(Clone)]
pub(super) enum Phase {
    /// `UID STORE` of `change`, of messages unchanged since `since`; what else the mutation changes is `stored` already.
    Storing { uids: SequenceSet, change: FlagChange, since: Option<u64>, stored: FlagChange },
    /// `UID STORE +FLAGS (\Deleted)`, of messages unchanged since `since`, before they are expunged or left marked.
    Marking { uids: SequenceSet, since: Option<u64>, leave_marked: bool },
    /// `UID EXPUNGE` of messages that this mutation marked or found marked.
    Expunging { uids: SequenceSet },
    /// `UID MOVE`.
    Moving { uids: SequenceSet, target: Box<str> },
    /// `UID COPY` of `open`, where `before` says what the target was like; and, unless `keep`, `UID STORE +FLAGS (\Deleted)`
    /// and `UID EXPUNGE` of those that are `copied`. Without `before` none of `open` is on its way.
    Copying { open: SequenceSet, copied: SequenceSet, target: Box<str>, keep: bool, before: Option<Before> },
    /// APPEND of `messages`, which come from the uid `next` on; others are `stored`.
    Appending { messages: Vec<Composed>, next: u32, stored: Vec<Uid> },
}

/// A mailbox before messages were put there: what it gets from then on has uids from `next` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    /// None where it did not exist.
    pub(super) validity: Option<u32>,
    pub(super) next: u32,
}

impl ResumeToken {
    pub(super) fn new(pending: Pending) -> Self {
        ResumeToken(Box::new(pending))
    }

    pub(super) fn pending(&self) -> &Pending {
        &self.0
    }

    /// Whether copies may be on their way, which are known again by nothing but their octets.
    pub(super) fn is_copying(&self) -> bool {
        matches!(self.0.phase, Phase::Copying { before: Some(_), .. })
    }

    /// The mailbox that was being changed, decoded.
    pub fn mailbox(&self) -> &str {
        &self.0.origin.mailbox
    }
}

impl Phase {
    /// The messages that may or may not have been changed; those that were stored, where messages are appended.
    pub(super) fn uids(&self) -> SequenceSet {
        match self {
            Phase::Storing { uids, .. }
            | Phase::Marking { uids, .. }
            | Phase::Expunging { uids }
            | Phase::Moving { uids, .. } => uids.clone(),
            Phase::Copying { open, copied, .. } => open.union(copied),
            Phase::Appending { stored, .. } => stored.iter().map(|uid| uid.get()).collect(),
        }
    }

    /// The flags that the mutation may have changed.
    pub(super) fn change(&self) -> FlagChange {
        match self {
            Phase::Storing { change, stored, .. } => change.and(stored),
            Phase::Marking { .. } | Phase::Expunging { .. } | Phase::Copying { keep: false, .. } => {
                FlagChange::deleted()
            }
            Phase::Moving { .. } | Phase::Copying { .. } | Phase::Appending { .. } => FlagChange::default(),
        }
    }
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mailbox = escaped(&self.0.origin.mailbox);
        match &self.0.phase {
            Phase::Storing { change, .. } => write!(f, "UID STORE ({change}) in mailbox \"{mailbox}\""),
            Phase::Marking { .. } => write!(f, "marking messages \\Deleted in mailbox \"{mailbox}\""),
            Phase::Expunging { .. } => write!(f, "UID EXPUNGE in mailbox \"{mailbox}\""),
            Phase::Moving { target, .. } => write!(f, "UID MOVE from mailbox \"{mailbox}\" to \"{}\"", escaped(target)),
            Phase::Copying { before: None, .. } => write!(f, "removing copied messages from mailbox \"{mailbox}\""),
            Phase::Copying { target, .. } => {
                write!(f, "UID COPY from mailbox \"{mailbox}\" to \"{}\"", escaped(target))
            }
            Phase::Appending { messages, stored, .. } if messages.len() + stored.len() > 1 => write!(
                f,
                "APPEND of {} messages to mailbox \"{mailbox}\", {} of which are stored",
                messages.len() + stored.len(),
                stored.len()
            ),
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
