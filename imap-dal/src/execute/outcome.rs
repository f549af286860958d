//! What mutations did, would do, or may have done.

use crate::Uid;
use std::fmt;

/// What an update or a removal did, in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Affected {
    /// How many satisfied the condition.
    pub matched: u64,
    /// How many are confirmed to be in the state asked for, already or now.
    pub changed: u64,
    /// Those left alone because they had changed (`unchanged_since`).
    pub conflicts: Vec<Uid>,
    /// Those that were gone before they could be changed.
    pub vanished: Vec<Uid>,
}

/// What a move or a copy did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moved {
    /// How many satisfied the condition.
    pub matched: u64,
    /// Old and new uid of each; empty where the server does not tell (no UIDPLUS).
    pub uids: Vec<(Uid, Uid)>,
}

/// The targets of a mutation and what they looked like; displayed as a summary.
#[derive(Clone, Debug)]
pub struct Planned(String);
impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far a mutation had come when its outcome became unknown.
#[derive(Clone, Debug)]
pub struct ResumeToken(Box<str>);
impl ResumeToken {
    pub(crate) fn mailbox(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
