//! Uids in the order their rows come out, cut into windows. Sets stay ranges: nothing here grows with what a server
//! claims to have found, nor with what it is asked for.

use crate::{plan::Order, wire::SequenceSet};
use std::{collections::VecDeque, mem};

/// What is still to be read.
#[derive(Debug)]
pub(super) enum Uids {
    Ascending(SequenceSet),
    Descending(SequenceSet),
    Listed(VecDeque<u32>),
    /// Ascending; which of them there are is not known.
    Asked(SequenceSet),
}

/// One window, in the order its rows come out.
#[derive(Clone, Debug)]
pub(super) enum InOrder {
    Ascending { ranges: VecDeque<(u32, u32)> },
    Descending { ranges: VecDeque<(u32, u32)> },
    Listed(VecDeque<u32>),
    Asked { ranges: VecDeque<(u32, u32)> },
}

impl Uids {
    /// What a search found, in `order` as far as the server decides it; `sorted` is what a SORT told.
    pub(super) fn of(order: &Order, uids: SequenceSet, sorted: Vec<u32>) -> Self {
        match order {
            Order::Server(_) => Uids::Listed(sorted.into()),
            Order::UidDescending => Uids::Descending(uids),
            Order::UidAscending | Order::Here => Uids::Ascending(uids),
        }
    }

    pub(super) fn none() -> Self {
        Uids::Listed(VecDeque::new())
    }

    /// The next window of at most `size` uids, or all of them where it is not known which there are: as a set, and in order.
    pub(super) fn next(&mut self, size: u64) -> Option<(SequenceSet, InOrder)> {
        let window = match self {
            Uids::Ascending(left) => {
                let set = left.take(size);
                *left = left.skip(size);
                Uids::Ascending(set)
            }
            Uids::Descending(left) => {
                let keep = left.len().saturating_sub(size);
                let set = left.skip(keep);
                *left = left.take(keep);
                Uids::Descending(set)
            }
            Uids::Listed(left) => {
                let size = usize::try_from(size).unwrap_or(usize::MAX).min(left.len());
                Uids::Listed(left.drain(..size).collect())
            }
            Uids::Asked(_) => mem::replace(self, Uids::none()),
        };
        let (set, order) = window.into_window();
        (!set.is_empty()).then_some((set, order))
    }

    /// Takes back what is left of the window before.
    pub(super) fn put_back(&mut self, order: InOrder) {
        *self = match (order, mem::replace(self, Uids::none())) {
            (InOrder::Ascending { ranges } | InOrder::Asked { ranges }, Uids::Asked(rest)) => {
                Uids::Asked(set(ranges).union(&rest))
            }
            (InOrder::Asked { ranges }, rest) => Uids::Asked(set(ranges).union(&rest.to_set())),
            (InOrder::Ascending { ranges }, rest) => Uids::Ascending(set(ranges).union(&rest.to_set())),
            (InOrder::Descending { ranges }, rest) => Uids::Descending(set(ranges).union(&rest.to_set())),
            (InOrder::Listed(mut list), rest) => {
                list.extend(rest.into_vec());
                Uids::Listed(list)
            }
        };
    }

    /// All of it as one window.
    pub(super) fn into_window(self) -> (SequenceSet, InOrder) {
        match self {
            Uids::Ascending(set) => {
                let order = InOrder::ascending(&set);
                (set, order)
            }
            Uids::Descending(set) => {
                let order = InOrder::descending(&set);
                (set, order)
            }
            Uids::Listed(list) => (list.iter().copied().collect(), InOrder::Listed(list)),
            Uids::Asked(set) => {
                let ranges = set.ranges().iter().copied().collect();
                (set, InOrder::Asked { ranges })
            }
        }
    }

    /// Leaves out `offset` and keeps at most `limit`, in the order rows come out.
    pub(super) fn window(self, offset: u64, limit: u64) -> Self {
        match self {
            Uids::Ascending(set) => Uids::Ascending(set.skip(offset).take(limit)),
            Uids::Descending(set) => {
                let rest = set.take(set.len().saturating_sub(offset));
                Uids::Descending(rest.skip(rest.len().saturating_sub(limit)))
            }
            Uids::Listed(list) => {
                let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
                Uids::Listed(list.into_iter().skip(count(offset)).take(count(limit)).collect())
            }
            // Nobody knows which they are.
            Uids::Asked(set) => Uids::Asked(set),
        }
    }

    /// What comes behind all that were `seen`, in the order rows come out.
    pub(super) fn behind(self, seen: &SequenceSet) -> Self {
        match self {
            Uids::Ascending(set) => match seen.ranges().last() {
                Some((_, last)) => Uids::Ascending(set.difference(&SequenceSet::range(1, *last))),
                None => Uids::Ascending(set),
            },
            Uids::Listed(list) => {
                let behind = list.iter().rposition(|uid| seen.contains(*uid)).map_or(0, |at| at + 1);
                Uids::Listed(list.into_iter().skip(behind).collect())
            }
            Uids::Descending(set) => Uids::Descending(set.difference(seen)),
            Uids::Asked(set) => Uids::Asked(set),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Uids::Ascending(set) | Uids::Descending(set) | Uids::Asked(set) => set.is_empty(),
            Uids::Listed(list) => list.is_empty(),
        }
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Uids::Ascending(set) | Uids::Descending(set) | Uids::Asked(set) => set.len(),
            Uids::Listed(list) => list.len() as u64,
        }
    }

    /// The numbers in order.
    pub(super) fn into_vec(self) -> Vec<u32> {
        match self {
            Uids::Ascending(set) | Uids::Asked(set) => set.iter().collect(),
            Uids::Descending(set) => set.iter().rev().collect(),
            Uids::Listed(list) => list.into(),
        }
    }

    pub(super) fn to_set(&self) -> SequenceSet {
        match self {
            Uids::Ascending(set) | Uids::Descending(set) | Uids::Asked(set) => set.clone(),
            Uids::Listed(list) => list.iter().copied().collect(),
        }
    }
}

impl InOrder {
    pub(super) fn ascending(set: &SequenceSet) -> Self {
        InOrder::Ascending { ranges: set.ranges().iter().copied().collect() }
    }

    pub(super) fn descending(set: &SequenceSet) -> Self {
        InOrder::Descending { ranges: set.ranges().iter().copied().collect() }
    }

    /// The uid whose row comes out next.
    pub(super) fn first(&self) -> Option<u32> {
        match self {
            InOrder::Ascending { ranges } | InOrder::Asked { ranges } => ranges.front().map(|(first, _)| *first),
            InOrder::Descending { ranges } => ranges.back().map(|(_, last)| *last),
            InOrder::Listed(list) => list.front().copied(),
        }
    }

    /// Passes over the first.
    pub(super) fn pass(&mut self) {
        match self {
            InOrder::Ascending { ranges } | InOrder::Asked { ranges } => match ranges.front_mut() {
                Some((first, last)) if *first < *last => *first += 1,
                _ => drop(ranges.pop_front()),
            },
            InOrder::Descending { ranges } => match ranges.back_mut() {
                Some((first, last)) if *first < *last => *last -= 1,
                _ => drop(ranges.pop_back()),
            },
            InOrder::Listed(list) => drop(list.pop_front()),
        }
    }

    /// Passes over `uid` and, where it is not known which there are, over those before it.
    pub(super) fn pass_to(&mut self, uid: u32) {
        if let InOrder::Asked { ranges } = self {
            while ranges.front().is_some_and(|(_, last)| *last < uid) {
                ranges.pop_front();
            }
            match ranges.front_mut() {
                Some((first, _)) if *first <= uid => *first = uid,
                _ => return,
            }
        }
        self.pass();
    }
}

fn set(ranges: VecDeque<(u32, u32)>) -> SequenceSet {
    ranges.into_iter().fold(SequenceSet::default(), |set, (first, last)| set.union(&SequenceSet::range(first, last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(numbers: &[u32]) -> SequenceSet {
        numbers.iter().copied().collect()
    }

    fn all(mut uids: Uids, size: u64) -> Vec<Vec<u32>> {
        let mut windows = Vec::new();
        while let Some((set, mut order)) = uids.next(size) {
            let mut window = Vec::new();
            while let Some(uid) = order.first() {
                order.pass();
                window.push(uid);
            }
            assert_eq!(window.iter().copied().collect::<SequenceSet>(), set);
            windows.push(window);
        }
        windows
    }

    #[test]
    fn windows_come_in_the_order_asked() {
        let five = || set(&[1, 2, 3, 7, 9]);
        assert_eq!(all(Uids::Ascending(five()), 2), [vec![1, 2], vec![3, 7], vec![9]]);
        assert_eq!(all(Uids::Descending(five()), 2), [vec![9, 7], vec![3, 2], vec![1]]);
        assert_eq!(all(Uids::Listed([7, 1, 9].into()), 2), [vec![7, 1], vec![9]]);
        assert!(all(Uids::none(), 2).is_empty());
    }

    #[test]
    fn what_is_left_of_a_window_comes_first_again() {
        for uids in [Uids::Ascending(set(&[1, 2, 3, 7, 9])), Uids::Descending(set(&[1, 2, 3, 7, 9]))] {
            let mut whole: Vec<u32> = uids.to_set().iter().collect();
            if let Uids::Descending(_) = uids {
                whole.reverse();
            }
            let mut uids = uids;
            let (_, mut order) = uids.next(3).unwrap();
            order.pass();
            uids.put_back(order);
            assert_eq!(uids.into_vec(), whole[1..]);
        }
        let mut listed = Uids::Listed([7, 1, 9].into());
        let (_, mut order) = listed.next(2).unwrap();
        order.pass();
        listed.put_back(order);
        assert_eq!(listed.into_vec(), [1, 9]);
        let mut none = Uids::none();
        none.put_back(InOrder::descending(&set(&[4, 5])));
        assert_eq!(none.into_vec(), [5, 4]);
    }

    #[test]
    fn of_uids_that_may_not_be_there_all_behind_the_last_row_are_left() {
        let all = SequenceSet::range(1, u32::MAX);
        let mut uids = Uids::Asked(all.clone());
        let (window, mut order) = uids.next(1_000).expect("a window");
        assert_eq!(window, all);
        assert!(uids.next(1_000).is_none());
        order.pass_to(7);
        order.pass_to(9);
        assert_eq!(order.first(), Some(10));
        uids.put_back(order);
        uids.put_back(InOrder::ascending(&set(&[8, 9])));
        assert!(matches!(&uids, Uids::Asked(left) if *left == SequenceSet::range(8, u32::MAX)), "{uids:?}");
        let (_, mut order) = Uids::Asked(set(&[2, 3, 7, 9])).into_window();
        order.pass_to(8);
        assert_eq!(order.first(), Some(9));
        order.pass_to(9);
        assert_eq!(order.first(), None);
    }

    #[test]
    fn offset_and_limit_count_in_the_order_asked() {
        let five = || set(&[1, 2, 3, 7, 9]);
        assert_eq!(all(Uids::Ascending(five()).window(1, 2), 10), [[2, 3]]);
        assert_eq!(all(Uids::Descending(five()).window(1, 2), 10), [[7, 3]]);
        assert_eq!(all(Uids::Listed([7, 1, 9].into()).window(1, 2), 10), [[1, 9]]);
        assert!(all(Uids::Descending(five()).window(5, 2), 10).is_empty());
        assert!(all(Uids::Ascending(five()).window(u64::MAX, u64::MAX), 10).is_empty());
    }

    #[test]
    fn behind_what_was_seen_nothing_comes_again() {
        let five = || set(&[1, 2, 3, 7, 9]);
        let behind = |uids: Uids, seen: &[u32]| uids.behind(&set(seen)).into_vec();
        assert_eq!(behind(Uids::Ascending(five()), &[1, 2]), [3, 7, 9]);
        assert_eq!(behind(Uids::Ascending(five()), &[2, 5]), [7, 9], "the first came back, the last is gone");
        assert_eq!(behind(Uids::Ascending(five()), &[]), [1, 2, 3, 7, 9]);
        assert_eq!(behind(Uids::Descending(five()), &[9, 7]), [3, 2, 1]);
        assert_eq!(behind(Uids::Listed([7, 1, 9, 2].into()), &[7, 1]), [9, 2]);
        assert_eq!(behind(Uids::Listed([7, 5, 1, 9].into()), &[7, 1]), [9], "5 came meanwhile, too late");
        assert_eq!(behind(Uids::Listed([7, 1].into()), &[3]), [7, 1]);
    }

    #[test]
    fn the_largest_set_costs_nothing() {
        let mut order = InOrder::ascending(&SequenceSet::range(1, u32::MAX));
        order.pass();
        assert_eq!(order.first(), Some(2));
        let (window, _) = Uids::Descending(SequenceSet::range(1, u32::MAX)).next(2).expect("a window");
        assert_eq!(window, set(&[u32::MAX - 1, u32::MAX]));
    }
}
