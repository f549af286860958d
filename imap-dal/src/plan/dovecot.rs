//! Two mistakes of Dovecot 2.3, stepped around. It joins "without" several system flags into one test (`OR UNSEEN
//! UNFLAGGED`) and then leaves out what has the first of them: all messages before the first unseen one, or all where every
//! message is seen, or deleted; with anything else among these keys it does not join them. And it takes the parts of
//! `NOT (FLAGGED SEEN)` for those of `(FLAGGED SEEN)` when it looks for what can be left out, and answers `OR FLAGGED NOT
//! (FLAGGED SEEN)` like `FLAGGED`; so only what has no parts is under a NOT.

use super::search_key::{Flag, SearchKey};
use crate::wire::SequenceSet;

/// The same key as Dovecot reads it rightly: NOT only before what has no parts, UNSEEN and UNDELETED never alone where
/// they could be joined.
pub(super) fn spelled(key: SearchKey) -> SearchKey {
    guarded(inward(key, false))
}

fn inward(key: SearchKey, negated: bool) -> SearchKey {
    let all = |keys: Vec<SearchKey>| keys.into_iter().map(move |key| inward(key, negated));
    match (key, negated) {
        (SearchKey::And(keys), false) | (SearchKey::Or(keys), true) => SearchKey::and(all(keys)),
        (SearchKey::And(keys), true) | (SearchKey::Or(keys), false) => SearchKey::or(all(keys)),
        (SearchKey::Not(key), negated) => inward(*key, !negated),
        (key, true) => key.negated(),
        (key, false) => key,
    }
}

fn guarded(key: SearchKey) -> SearchKey {
    match key {
        SearchKey::And(keys) => SearchKey::And(keys.into_iter().map(guarded).collect()),
        SearchKey::Or(keys) if may_be_joined(&keys) => {
            let alone = |key| if is_joined(&key) { SearchKey::And(vec![key, every_uid()]) } else { guarded(key) };
            SearchKey::Or(keys.into_iter().map(alone).collect())
        }
        SearchKey::Or(keys) => SearchKey::Or(keys.into_iter().map(guarded).collect()),
        key => key,
    }
}

/// Whether a disjunction says "unseen" or "undeleted" beside "without" another flag.
fn may_be_joined(keys: &[SearchKey]) -> bool {
    keys.iter().any(is_joined) && keys.iter().filter(|key| matches!(key, SearchKey::Flag(_, false))).count() > 1
}

fn is_joined(key: &SearchKey) -> bool {
    matches!(key, SearchKey::Flag(Flag::Seen | Flag::Deleted, false))
}

/// True of every message; `SearchKey::uids` would fold it.
fn every_uid() -> SearchKey {
    SearchKey::Uid(SequenceSet::range(1, u32::MAX))
}
