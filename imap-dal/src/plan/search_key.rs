//! What SEARCH is asked (RFC 9051 section 6.4.4), as a tree that folds as it is built. It knows no column.

use crate::wire::SequenceSet;
use jiff::civil::Date;
use std::collections::HashSet;

/// A search key. Build `Not`, `And` and `Or` by the functions, which fold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SearchKey {
    /// Matches every message.
    All,
    /// Matches no message; IMAP has no word for it, so a search for it is never sent.
    Nothing,
    /// A system flag, set or not.
    Flag(Flag, bool),
    /// A keyword, set or not.
    Keyword(Box<str>, bool),
    Uid(SequenceSet),
    /// More octets than this.
    Larger(u32),
    /// Fewer octets than this.
    Smaller(u32),
    Day(Clock, Relation, Date),
    /// The mailbox keeps the date messages were saved (RFC 8514 section 4.3).
    SaveDateSupported,
    /// This modification sequence or a later one (RFC 7162 section 3.1.5).
    ModSeq(u64),
    /// RFC 8474 section 7.
    EmailId(Box<str>),
    ThreadId(Box<str>),
    /// A header field has this text, or, for the empty text, is present.
    Header(&'static str, Box<str>),
    Text(TextKey, Box<str>),
    Not(Box<SearchKey>),
    And(Vec<SearchKey>),
    Or(Vec<SearchKey>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flag {
    Answered,
    Deleted,
    Draft,
    Flagged,
    Recent,
    Seen,
}

/// Which date of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Clock {
    /// INTERNALDATE.
    Arrival,
    /// The Date header.
    Sent,
    /// SAVEDATE.
    Saved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Relation {
    Before,
    On,
    Since,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextKey {
    From,
    To,
    Cc,
    Bcc,
    Subject,
    Body,
    Text,
}

impl SearchKey {
    /// All of them match.
    pub(crate) fn and(keys: impl IntoIterator<Item = SearchKey>) -> SearchKey {
        let mut uids: Option<SequenceSet> = None;
        let mut kept = Distinct { is_disjunction: false, ..Distinct::default() };
        let mut window = Window::default();
        for key in keys.into_iter().flat_map(|key| if let SearchKey::And(keys) = key { keys } else { vec![key] }) {
            match key {
                SearchKey::All => {}
                SearchKey::Nothing => return SearchKey::Nothing,
                SearchKey::Uid(set) => uids = Some(uids.map_or(set.clone(), |own| own.intersection(&set))),
                key => {
                    if window.closes(&key) || kept.holds_complement(&key) {
                        return SearchKey::Nothing;
                    }
                    kept.add(key);
                }
            }
        }
        if let Some(set) = uids {
            match SearchKey::uids(set) {
                SearchKey::All => {}
                SearchKey::Nothing => return SearchKey::Nothing,
                key => kept.add(key),
            }
        }
        let mut keys = kept.list;
        match keys.len() {
            0 => SearchKey::All,
            1 => keys.remove(0),
            _ => {
                keys.sort_by_key(SearchKey::cost);
                SearchKey::And(keys)
            }
        }
    }

    /// At least one of them matches.
    pub(crate) fn or(keys: impl IntoIterator<Item = SearchKey>) -> SearchKey {
        let mut uids: Vec<SequenceSet> = Vec::new();
        let mut kept = Distinct { is_disjunction: true, ..Distinct::default() };
        for key in keys.into_iter().flat_map(|key| if let SearchKey::Or(keys) = key { keys } else { vec![key] }) {
            match key {
                SearchKey::Nothing => {}
                SearchKey::All => return SearchKey::All,
                SearchKey::Uid(set) => uids.push(set),
                key if kept.holds_complement(&key) => return SearchKey::All,
                key => kept.add(key),
            }
        }
        // Pairwise, so that many single uids do not make it quadratic.
        while uids.len() > 1 {
            uids = uids.chunks(2).map(|pair| pair.iter().fold(SequenceSet::default(), |a, b| a.union(b))).collect();
        }
        if let Some(set) = uids.pop() {
            match SearchKey::uids(set) {
                SearchKey::Nothing => {}
                SearchKey::All => return SearchKey::All,
                key => kept.add(key),
            }
        }
        let mut keys = kept.list;
        match keys.len() {
            0 => SearchKey::Nothing,
            1 => keys.remove(0),
            _ => {
                keys.sort_by_key(SearchKey::cost);
                SearchKey::Or(keys)
            }
        }
    }

    /// It does not match.
    pub(crate) fn negated(self) -> SearchKey {
        match self {
            SearchKey::All => SearchKey::Nothing,
            SearchKey::Nothing => SearchKey::All,
            SearchKey::Flag(flag, set) => SearchKey::Flag(flag, !set),
            SearchKey::Keyword(name, set) => SearchKey::Keyword(name, !set),
            SearchKey::Larger(octets) => octets.checked_add(1).map_or(SearchKey::All, SearchKey::Smaller),
            SearchKey::Smaller(octets) => octets.checked_sub(1).map_or(SearchKey::All, SearchKey::Larger),
            SearchKey::Not(key) => *key,
            key => SearchKey::Not(Box::new(key)),
        }
    }

    /// No more than it matches, in keys whose negation servers answer rightly: Dovecot 2.3 finds nothing for a `NOT MODSEQ`
    /// that is true of every message, which therefore may only stand where too few messages do no harm.
    pub(crate) fn deniable(self) -> SearchKey {
        match self {
            SearchKey::ModSeq(_) => SearchKey::Nothing,
            SearchKey::And(keys) => SearchKey::and(keys.into_iter().map(SearchKey::deniable)),
            SearchKey::Or(keys) => SearchKey::or(keys.into_iter().map(SearchKey::deniable)),
            key => key,
        }
    }

    /// The uids of a set.
    pub(crate) fn uids(set: SequenceSet) -> SearchKey {
        if set.is_empty() {
            SearchKey::Nothing
        } else if set.ranges() == [(1, u32::MAX)] {
            SearchKey::All
        } else {
            SearchKey::Uid(set)
        }
    }

    /// How deep a server has to nest to read it: disjunctions are printed as balanced pairs.
    pub(crate) fn depth(&self) -> usize {
        let deepest = |keys: &[SearchKey]| keys.iter().map(SearchKey::depth).max().unwrap_or(0);
        match self {
            SearchKey::Not(key) => key.depth() + 1,
            SearchKey::And(keys) => deepest(keys) + 1,
            SearchKey::Or(keys) => deepest(keys) + keys.len().next_power_of_two().ilog2() as usize,
            _ => 1,
        }
    }

    /// Whether it looks for text, not only for the presence of a field.
    pub(crate) fn has_text(&self) -> bool {
        match self {
            SearchKey::Header(_, text) | SearchKey::Text(_, text) => !text.is_empty(),
            SearchKey::Not(key) => key.has_text(),
            SearchKey::And(keys) | SearchKey::Or(keys) => keys.iter().any(SearchKey::has_text),
            _ => false,
        }
    }

    /// Whether it holds text that needs a CHARSET.
    pub(crate) fn has_non_ascii(&self) -> bool {
        match self {
            SearchKey::Header(_, text) | SearchKey::Text(_, text) => !text.is_ascii(),
            SearchKey::Not(key) => key.has_non_ascii(),
            SearchKey::And(keys) | SearchKey::Or(keys) => keys.iter().any(SearchKey::has_non_ascii),
            _ => false,
        }
    }

    /// Whether it asks for the presence of a field that hardly a message lacks.
    pub(super) fn is_nearly_all(&self) -> bool {
        const COMMON: [&str; 6] = ["Subject", "From", "To", "Date", "Message-ID", "Content-Type"];
        matches!(self, SearchKey::Header(name, text) if text.is_empty() && COMMON.contains(name))
    }

    /// What it costs a server to evaluate, relatively (measured on Dovecot, which evaluates in the order given).
    fn cost(&self) -> u16 {
        match self {
            SearchKey::All | SearchKey::Nothing => 0,
            SearchKey::Flag(..) | SearchKey::Keyword(..) => 1,
            SearchKey::Uid(_) => 2,
            SearchKey::ModSeq(_) | SearchKey::EmailId(_) | SearchKey::ThreadId(_) | SearchKey::SaveDateSupported => 3,
            SearchKey::Larger(_) | SearchKey::Smaller(_) => 6,
            SearchKey::Day(Clock::Arrival | Clock::Saved, ..) => 27,
            SearchKey::Day(Clock::Sent, ..) => 40,
            SearchKey::Text(TextKey::From | TextKey::To | TextKey::Cc | TextKey::Bcc, _) => 100,
            SearchKey::Text(TextKey::Subject, _) => 130,
            SearchKey::Header(..) => 140,
            SearchKey::Text(TextKey::Body, _) => 225,
            SearchKey::Text(TextKey::Text, _) => 250,
            SearchKey::Not(key) => key.cost(),
            SearchKey::And(keys) | SearchKey::Or(keys) => keys.iter().map(SearchKey::cost).max().unwrap_or(0),
        }
    }
}

/// Keys in order, each once, and of borders of one kind the one that decides: of `BEFORE 2-Jan-2026` and `BEFORE
/// 5-Jan-2026` the former, or in a disjunction the latter. Dovecot 2.3 does this wrongly for borders under NOT.
#[derive(Default)]
struct Distinct {
    list: Vec<SearchKey>,
    known: HashSet<SearchKey>,
    /// Where in the list a border of each kind is.
    borders: Vec<(usize, Border)>,
    is_disjunction: bool,
}

/// A day that what matches lies before, or not before, or since, or not since.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Border {
    clock: Clock,
    relation: Relation,
    is_negated: bool,
    day: Date,
}

impl Distinct {
    fn holds_complement(&self, key: &SearchKey) -> bool {
        self.known.contains(&key.clone().negated())
    }

    fn add(&mut self, key: SearchKey) {
        if !self.known.insert(key.clone()) {
            return;
        }
        let Some(border) = Border::of(&key) else { return self.list.push(key) };
        let is_of_kind = |(_, other): &&mut (usize, Border)| Border { day: border.day, ..*other } == border;
        let Some((index, known)) = self.borders.iter_mut().find(is_of_kind) else {
            self.borders.push((self.list.len(), border));
            return self.list.push(key);
        };
        let takes_later = border.finds_more_with_later_days() == self.is_disjunction;
        known.day = if takes_later { known.day.max(border.day) } else { known.day.min(border.day) };
        if let (true, Some(place)) = (known.day == border.day, self.list.get_mut(*index)) {
            *place = key;
        }
    }
}

impl Border {
    fn of(key: &SearchKey) -> Option<Self> {
        match key {
            SearchKey::Day(_, Relation::On, _) => None,
            SearchKey::Day(clock, relation, day) => {
                Some(Border { clock: *clock, relation: *relation, is_negated: false, day: *day })
            }
            SearchKey::Not(key) if !matches!(**key, SearchKey::Not(_)) => {
                Border::of(key).map(|border| Border { is_negated: true, ..border })
            }
            _ => None,
        }
    }

    fn finds_more_with_later_days(self) -> bool {
        (self.relation == Relation::Before) != self.is_negated
    }
}

/// What conjoined sizes and days of arrival leave open.
#[derive(Default)]
struct Window {
    larger: Option<u32>,
    smaller: Option<u32>,
    since: Option<Date>,
    before: Option<Date>,
}

impl Window {
    /// Narrows by `key`; true where nothing is left.
    fn closes(&mut self, key: &SearchKey) -> bool {
        match *key {
            SearchKey::Larger(octets) => self.larger = self.larger.max(Some(octets)),
            SearchKey::Smaller(octets) => self.smaller = Some(self.smaller.map_or(octets, |own| own.min(octets))),
            SearchKey::Day(Clock::Arrival, Relation::Since, day) => self.since = self.since.max(Some(day)),
            SearchKey::Day(Clock::Arrival, Relation::Before, day) => {
                self.before = Some(self.before.map_or(day, |own| own.min(day)));
            }
            _ => return false,
        }
        self.larger.zip(self.smaller).is_some_and(|(larger, smaller)| smaller <= larger.saturating_add(1))
            || self.smaller == Some(0)
            || self.since.zip(self.before).is_some_and(|(since, before)| before <= since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> SearchKey {
        SearchKey::Flag(Flag::Seen, true)
    }

    fn subject(text: &str) -> SearchKey {
        SearchKey::Text(TextKey::Subject, text.into())
    }

    fn uid(first: u32, last: u32) -> SearchKey {
        SearchKey::uids(SequenceSet::range(first, last))
    }

    #[test]
    fn constants_and_complements_fold() {
        assert_eq!(SearchKey::and([]), SearchKey::All);
        assert_eq!(SearchKey::or([]), SearchKey::Nothing);
        assert_eq!(SearchKey::and([seen(), SearchKey::All, seen()]), seen());
        assert_eq!(SearchKey::and([seen(), subject("x"), seen().negated()]), SearchKey::Nothing);
        assert_eq!(SearchKey::or([subject("x"), seen(), subject("x").negated()]), SearchKey::All);
        assert_eq!(subject("x").negated().negated(), subject("x"));
        assert_eq!(SearchKey::Larger(5).negated(), SearchKey::Smaller(6));
    }

    #[test]
    fn uid_sets_are_merged() {
        assert_eq!(SearchKey::and([uid(1, 10), uid(5, 20)]), uid(5, 10));
        assert_eq!(SearchKey::and([uid(1, 4), seen(), uid(5, 20)]), SearchKey::Nothing);
        assert_eq!(SearchKey::or([uid(1, 4), uid(9, 9), uid(5, 8)]), uid(1, 9));
        assert_eq!(SearchKey::or([uid(1, 4), uid(5, u32::MAX)]), SearchKey::All);
    }

    #[test]
    fn of_days_of_one_kind_the_one_that_decides_is_asked_for() {
        for clock in [Clock::Arrival, Clock::Sent, Clock::Saved] {
            let key = |relation| move |n| SearchKey::Day(clock, relation, jiff::civil::date(2026, 1, n));
            let (before, since) = (key(Relation::Before), key(Relation::Since));
            let not = |key: SearchKey| key.negated();
            for (one, other) in [(2, 5), (5, 2)] {
                assert_eq!(SearchKey::and([before(one), before(other)]), before(2));
                assert_eq!(SearchKey::or([before(one), before(other)]), before(5));
                assert_eq!(SearchKey::and([since(one), since(other)]), since(5));
                assert_eq!(SearchKey::or([since(one), since(other)]), since(2));
                assert_eq!(SearchKey::and([not(before(one)), not(before(other))]), not(before(5)));
                assert_eq!(SearchKey::or([not(before(one)), not(before(other))]), not(before(2)));
                assert_eq!(SearchKey::and([not(since(one)), not(since(other))]), not(since(2)));
                assert_eq!(SearchKey::or([not(since(one)), not(since(other))]), not(since(5)));
            }
        }
        let (sent, arrived) = (Clock::Sent, Clock::Arrival);
        let on = |clock, relation, n| SearchKey::Day(clock, relation, jiff::civil::date(2026, 1, n));
        let others = [on(sent, Relation::Since, 2), on(arrived, Relation::Since, 3), on(sent, Relation::On, 4)];
        let kept = SearchKey::and(others.into_iter().chain([on(sent, Relation::On, 5)]));
        assert!(matches!(&kept, SearchKey::And(keys) if keys.len() == 4), "{kept:?}");
        assert_eq!(
            SearchKey::or([on(sent, Relation::Since, 2), on(sent, Relation::Since, 2).negated()]),
            SearchKey::All
        );
    }

    #[test]
    fn ranges_that_leave_nothing_fold() {
        let day = |n| jiff::civil::date(2026, 1, n);
        let since = |n| SearchKey::Day(Clock::Arrival, Relation::Since, day(n));
        let before = |n| SearchKey::Day(Clock::Arrival, Relation::Before, day(n));
        assert_eq!(SearchKey::and([SearchKey::Larger(5), SearchKey::Smaller(6)]), SearchKey::Nothing);
        assert_ne!(SearchKey::and([SearchKey::Larger(5), SearchKey::Smaller(7)]), SearchKey::Nothing);
        assert_eq!(SearchKey::and([since(3), seen(), before(3)]), SearchKey::Nothing);
        assert_ne!(SearchKey::and([since(3), before(4)]), SearchKey::Nothing);
    }

    #[test]
    fn conjuncts_stand_cheapest_first() {
        let body = SearchKey::Text(TextKey::Body, "x".into());
        let from = SearchKey::Text(TextKey::From, "x".into());
        let key = SearchKey::and([body.clone(), from.clone(), subject("x"), SearchKey::Larger(5), uid(1, 2), seen()]);
        assert_eq!(key, SearchKey::And(vec![seen(), uid(1, 2), SearchKey::Larger(5), from, subject("x"), body]));
    }

    #[test]
    fn a_disjunction_of_many_is_shallow() {
        let many = SearchKey::or((0..1000).map(|n| subject(&n.to_string())));
        assert_eq!(many.depth(), 11);
    }
}
