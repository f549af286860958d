//! Sequence sets: read from a command, then resolved against the largest number there is (RFC 3501, `sequence-set`).

use super::cursor::{Cursor, Parsed};
use crate::reply::Refusal;

/// A set of sequence numbers or uids as a command wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NumberSet {
    /// `$`, the saved result of a search (RFC 5182).
    Saved,
    /// Ranges; `None` is `*`.
    Ranges(Vec<(Option<u32>, Option<u32>)>),
}

impl NumberSet {
    pub(crate) fn parse(c: &mut Cursor<'_>) -> Parsed<NumberSet> {
        if c.eat(b'$') {
            return Ok(NumberSet::Saved);
        }
        let mut ranges = Vec::new();
        loop {
            let from = number(c)?;
            let to = if c.eat(b':') { number(c)? } else { from };
            ranges.push((from, to));
            if !c.eat(b',') {
                return Ok(NumberSet::Ranges(ranges));
            }
        }
    }

    /// Whether a number starts here rather than a name.
    pub(crate) fn starts(c: &Cursor<'_>) -> bool {
        matches!(c.peek(), Some(b'0'..=b'9' | b'*' | b'$'))
    }
}

fn number(c: &mut Cursor<'_>) -> Parsed<Option<u32>> {
    if c.eat(b'*') {
        return Ok(None);
    }
    match c.number32()? {
        0 => Err(Refusal::bad("0 is no message number")),
        n => Ok(Some(n)),
    }
}

/// Ascending ranges that do not touch: fit to be asked about many numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers(Vec<(u32, u32)>);

impl Numbers {
    /// Resolves ranges with `*` as `largest`.
    pub(crate) fn resolve(ranges: &[(Option<u32>, Option<u32>)], largest: u32) -> Numbers {
        let ends = ranges.iter().map(|(a, b)| (a.unwrap_or(largest), b.unwrap_or(largest)));
        let mut sorted: Vec<(u32, u32)> = ends.map(|(a, b)| (a.min(b), a.max(b))).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (from, to) in sorted {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Numbers(merged)
    }

    /// Numbers already resolved, in any order.
    pub(crate) fn of(numbers: &[u32]) -> Numbers {
        Numbers::resolve(&numbers.iter().map(|n| (Some(*n), Some(*n))).collect::<Vec<_>>(), 0)
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= number);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, to)| number <= *to)
    }

    /// The largest number named.
    pub(crate) fn largest(&self) -> Option<u32> {
        self.0.last().map(|(_, to)| *to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> Parsed<NumberSet> {
        NumberSet::parse(&mut Cursor::new(text.as_bytes(), 9, 9))
    }

    fn numbers(text: &str, largest: u32) -> Vec<u32> {
        let Ok(NumberSet::Ranges(ranges)) = set(text) else { panic!("{text} is no set of ranges") };
        let resolved = Numbers::resolve(&ranges, largest);
        (0..=20).filter(|n| resolved.contains(*n)).collect()
    }

    #[test]
    fn sets_resolve_as_the_rfc_says() {
        assert_eq!(numbers("2,4:7,9,12:*", 15), [2, 4, 5, 6, 7, 9, 12, 13, 14, 15]);
        assert_eq!(numbers("*:4,5:7", 10), [4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(numbers("559:*", 10), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], "reversed: 10:559");
        assert_eq!(numbers("3:1,2", 10), [1, 2, 3]);
        assert_eq!(set("$").unwrap(), NumberSet::Saved);
    }

    #[test]
    fn what_is_no_set_is_refused() {
        for text in ["", "0", "1:", ",1", "a", "1:0", "4294967296"] {
            assert!(set(text).is_err(), "{text}");
        }
    }
}
