//! Sets of uids or sequence numbers as IMAP writes them (RFC 9051, `sequence-set`). A range costs eight octets however
//! many numbers it holds, so that a server's `1:4294967295` is harmless.

use std::fmt;

use super::scan::Cursor;

/// A set of non-zero numbers: sorted ranges that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct SequenceSet {
    ranges: Vec<(u32, u32)>,
}

impl SequenceSet {
    /// Cyrus 3.6 takes a set whose ranges begin so far or more apart for an empty one, in SEARCH and in FETCH.
    const FAR: u32 = 1 << 31;

    /// The numbers between `first` and `last`, both included and in either order; zero is left out.
    pub(crate) fn range(first: u32, last: u32) -> Self {
        Self::from_ranges(vec![(first, last)])
    }

    /// Reads `1:3,5`. None for anything else, also for zero and for `*`, which names no number by itself.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        parse_ranges(text).map(Self::from_ranges)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many numbers the set holds.
    pub(crate) fn len(&self) -> u64 {
        self.ranges.iter().map(|&range| count(range)).sum()
    }

    pub(crate) fn first(&self) -> Option<u32> {
        self.ranges.first().map(|range| range.0)
    }

    pub(crate) fn last(&self) -> Option<u32> {
        self.ranges.last().map(|range| range.1)
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.ranges.get(self.position(number)).is_some_and(|range| range.0 <= number)
    }

    /// The numbers, ascending. Check `len` before collecting what a server sent.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
        self.ranges.iter().flat_map(|&(first, last)| first..=last)
    }

    /// The ranges, ascending, both ends included.
    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Adds `number`; zero is no number of IMAP and is ignored. Ascending insertion is cheap; of many numbers in another
    /// order collect a set.
    pub(crate) fn insert(&mut self, number: u32) {
        let at = self.position(number);
        if number == 0 || self.ranges.get(at).is_some_and(|range| range.0 <= number) {
            return;
        }
        let follows =
            at.checked_sub(1).filter(|before| self.ranges.get(*before).is_some_and(|own| own.1 + 1 == number));
        let after = self.ranges.get(at).copied().filter(|range| range.0 - 1 == number);
        if after.is_some() {
            self.ranges.remove(at);
        }
        let last = after.map_or(number, |range| range.1);
        match follows.and_then(|before| self.ranges.get_mut(before)) {
            Some(before) => before.1 = last,
            None => self.ranges.insert(at, (number, last)),
        }
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.ranges.iter().chain(&other.ranges).copied().collect())
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        let mut ranges = Vec::new();
        while let (Some(&&a), Some(&&b)) = (mine.peek(), theirs.peek()) {
            let common = (a.0.max(b.0), a.1.min(b.1));
            if common.0 <= common.1 {
                ranges.push(common);
            }
            if a.1 < b.1 {
                mine.next();
            } else {
                theirs.next();
            }
        }
        Self { ranges }
    }

    /// What is in this set and not in `other`.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut holes = other.ranges.iter().peekable();
        for &(mut first, last) in &self.ranges {
            let mut is_used_up = false;
            while let Some(&&hole) = holes.peek() {
                if hole.1 < first {
                    holes.next();
                    continue;
                }
                if hole.0 > last {
                    break;
                }
                if hole.0 > first {
                    ranges.push((first, hole.0 - 1));
                }
                if hole.1 >= last {
                    is_used_up = true;
                    break;
                }
                first = hole.1 + 1;
                holes.next();
            }
            if !is_used_up {
                ranges.push((first, last));
            }
        }
        Self { ranges }
    }

    /// The lowest `n` numbers.
    pub(crate) fn take(&self, n: u64) -> Self {
        self.cut(n).0
    }

    /// All but the lowest `n` numbers.
    pub(crate) fn skip(&self, n: u64) -> Self {
        self.cut(n).1
    }

    /// The set in pieces of which each prints in at most `max_text` octets (never less than one range, at most 21). What
    /// begins at 2^31 or beyond is in no piece with what begins before.
    pub(crate) fn split(&self, max_text: usize) -> Vec<Self> {
        let mut pieces: Vec<Self> = Vec::new();
        let mut room = 0;
        for &range in &self.ranges {
            let needed = text_len(range);
            let is_far = |piece: &Self| piece.first().is_some_and(|first| first < Self::FAR) && range.0 >= Self::FAR;
            match pieces.last_mut() {
                Some(piece) if needed < room && !is_far(piece) => {
                    room -= needed + 1;
                    piece.ranges.push(range);
                }
                _ => {
                    room = max_text.saturating_sub(needed);
                    pieces.push(Self { ranges: vec![range] });
                }
            }
        }
        pieces
    }

    fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        for range in &mut ranges {
            *range = (range.0.min(range.1).max(1), range.0.max(range.1));
        }
        ranges.retain(|range| range.1 > 0);
        if !ranges.is_sorted() {
            ranges.sort_unstable();
        }
        ranges.dedup_by(|next, kept| {
            let touches = next.0 <= kept.1.saturating_add(1);
            if touches {
                kept.1 = kept.1.max(next.1);
            }
            touches
        });
        Self { ranges }
    }

    /// The index of the first range that ends at or after `number`.
    fn position(&self, number: u32) -> usize {
        self.ranges.partition_point(|range| range.1 < number)
    }

    fn cut(&self, n: u64) -> (Self, Self) {
        let (mut low, mut high) = (Self::default(), Self::default());
        let mut left = n;
        for &(first, last) in &self.ranges {
            let size = count((first, last));
            if left == 0 {
                high.ranges.push((first, last));
            } else if size <= left {
                left -= size;
                low.ranges.push((first, last));
            } else {
                // Smaller than the range's size, so it is a u32 and the sum stays within the range.
                let middle = first.saturating_add(u32::try_from(left).unwrap_or(u32::MAX));
                left = 0;
                low.ranges.push((first, middle - 1));
                high.ranges.push((middle, last));
            }
        }
        (low, high)
    }
}

impl FromIterator<u32> for SequenceSet {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for number in numbers {
            match ranges.last_mut() {
                Some(last) if last.1.checked_add(1) == Some(number) => last.1 = number,
                _ => ranges.push((number, number)),
            }
        }
        Self::from_ranges(ranges)
    }
}

impl fmt::Display for SequenceSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (first, last)) in self.ranges.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            write!(f, "{first}")?;
            if first < last {
                write!(f, ":{last}")?;
            }
        }
        Ok(())
    }
}

/// Uids in the order a server wrote them, in which COPYUID (RFC 4315, section 3) and ESORT (RFC 5267, section 3.1)
/// have a meaning that a set would lose. `5:3` counts down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UidList {
    ranges: Vec<(u32, u32)>,
}

impl UidList {
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        parse_ranges(text).map(|ranges| Self { ranges })
    }

    /// How many uids are listed, repetitions included.
    pub(crate) fn len(&self) -> u64 {
        self.ranges.iter().map(|&(first, last)| count((first.min(last), first.max(last)))).sum()
    }

    /// The uids as written, one at a time. Check `len` before collecting what a server sent.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.ranges.iter().flat_map(|&(first, last)| {
            let is_falling = first > last;
            (first.min(last)..=first.max(last)).map(move |n| if is_falling { first - (n - last) } else { n })
        })
    }
}

fn parse_ranges(text: &[u8]) -> Option<Vec<(u32, u32)>> {
    let mut cursor = Cursor::new(text);
    let mut ranges = Vec::new();
    loop {
        let first = cursor.number32().filter(|&n| n > 0)?;
        let last = if cursor.eat(b':') { cursor.number32().filter(|&n| n > 0)? } else { first };
        ranges.push((first, last));
        if cursor.is_at_end() {
            return Some(ranges);
        }
        if !cursor.eat(b',') {
            return None;
        }
    }
}

fn count((first, last): (u32, u32)) -> u64 {
    u64::from(last) - u64::from(first) + 1
}

fn text_len((first, last): (u32, u32)) -> usize {
    let digits = |n: u32| n.checked_ilog10().map_or(1, |log| log as usize + 1);
    if first < last { digits(first) + 1 + digits(last) } else { digits(first) }
}
