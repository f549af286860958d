//! A mistake of Dovecot 2.3, stepped around: it joins "without" several system flags into one test (`OR UNSEEN UNFLAGGED`,
//! `NOT (SEEN FLAGGED)`) and then leaves out what has the first of them: all messages before the first unseen one, or all
//! where every message is seen, or deleted. With anything else among these keys it does not join them.

use super::search_key::{Flag, SearchKey};
use crate::wire::SequenceSet;

/// The same key, UNSEEN and UNDELETED never alone where they could be joined.
pub(super) fn apart(key: SearchKey) -> SearchKey {
    let all = |keys: Vec<SearchKey>| keys.into_iter().map(apart).collect::<Vec<_>>();
    match key {
        SearchKey::And(keys) => SearchKey::And(all(keys)),
        SearchKey::Or(keys) if may_be_joined(&keys, false) => {
            let guarded =
                |key| if is_joined(&key, false) { SearchKey::And(vec![key, every_uid()]) } else { apart(key) };
            SearchKey::Or(keys.into_iter().map(guarded).collect())
        }
        SearchKey::Or(keys) => SearchKey::Or(all(keys)),
        SearchKey::Not(key) => SearchKey::Not(Box::new(match *key {
            SearchKey::And(keys) if may_be_joined(&keys, true) => {
                SearchKey::And(all(keys).into_iter().chain([every_uid()]).collect())
            }
            key => apart(key),
        })),
        key => key,
    }
}

/// Whether a disjunction, or with `set` a negated conjunction, says "unseen" or "undeleted" beside what may say "without"
/// another flag.
fn may_be_joined(keys: &[SearchKey], set: bool) -> bool {
    let is_flag = |key: &&SearchKey| match key {
        SearchKey::Flag(_, own) => *own == set,
        key => matches!(key, SearchKey::Not(_)),
    };
    keys.iter().any(|key| is_joined(key, set)) && keys.iter().filter(is_flag).count() > 1
}

fn is_joined(key: &SearchKey, set: bool) -> bool {
    matches!(key, SearchKey::Flag(Flag::Seen | Flag::Deleted, own) if *own == set)
}

/// True of every message; `SearchKey::uids` would fold it.
fn every_uid() -> SearchKey {
    SearchKey::Uid(SequenceSet::range(1, u32::MAX))
}
