//! What mutations did.

use crate::Uid;

/// What an update or a removal did, in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Affected {
    /// How many satisfied the condition.
    pub matched: u64,
    /// How many are confirmed to be in the state asked for, already or now.
    pub changed: u64,
    /// Those left alone because they had changed (`unchanged_since`), or changed back by somebody else at once.
    pub conflicts: Vec<Uid>,
    /// Those that were gone before they could be changed.
    pub vanished: Vec<Uid>,
}

/// What a move or a copy did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Moved {
    /// How many satisfied the condition.
    pub matched: u64,
    /// Old and new uid of each that was moved or copied; empty where the server does not tell (no UIDPLUS).
    pub uids: Vec<(Uid, Uid)>,
    /// Those left alone because they changed whenever they were looked at.
    pub conflicts: Vec<Uid>,
    /// Those that were gone before they could be moved or copied, where the server tells.
    pub vanished: Vec<Uid>,
}
