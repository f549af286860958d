//! Sequence sets against `BTreeSet`.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use proptest::prelude::*;

use super::super::{SequenceSet, sequence_set::UidList};

fn set(text: &str) -> SequenceSet {
    SequenceSet::parse(text.as_bytes()).unwrap_or_else(|| panic!("not a set: {text}"))
}

#[test]
fn sets_print_sorted_and_merged() {
    for (text, printed) in [
        ("1", "1"),
        ("5:3", "3:5"),
        ("3,1,2", "1:3"),
        ("1:3,2:9,11", "1:9,11"),
        ("4294967295,1", "1,4294967295"),
        ("4294967294:4294967295,4294967295", "4294967294:4294967295"),
        ("7:7", "7"),
    ] {
        assert_eq!(set(text).to_string(), printed);
    }
    assert_eq!(SequenceSet::default().to_string(), "");
}

#[test]
fn numbers_in_falling_order_are_added_in_time() {
    let start = Instant::now();
    let mut holed = SequenceSet::default();
    (1..=40_000).rev().step_by(2).for_each(|number| holed.insert(number));
    assert_eq!((holed.len(), holed.ranges().len()), (20_000, 20_000));
    (1..=40_000).rev().for_each(|number| holed.insert(number));
    assert_eq!(holed, SequenceSet::range(1, 40_000));
    // A tenth of a second; minutes, where each number costs as much as there are others.
    assert!(start.elapsed() < Duration::from_secs(60), "took {:?}", start.elapsed());
}

#[test]
fn what_is_no_set_of_known_numbers_is_refused() {
    for text in [
        "",
        "*",
        "1:*",
        "*:4",
        "0",
        "0:5",
        "1,",
        ",1",
        "1:",
        ":1",
        "1:2:3",
        "a",
        "1 2",
        "-1",
        "4294967296",
        "1,,2",
        "$",
    ] {
        assert_eq!(SequenceSet::parse(text.as_bytes()), None, "{text}");
        assert_eq!(UidList::parse(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn zero_is_in_no_set() {
    assert_eq!([0, 1, 0, 2].into_iter().collect::<SequenceSet>(), set("1:2"));
    assert_eq!(SequenceSet::range(0, 3), set("1:3"));
    assert!(SequenceSet::range(0, 0).is_empty());
    let mut numbers = SequenceSet::default();
    numbers.insert(0);
    assert!(numbers.is_empty());
    numbers.insert(1);
    numbers.insert(0);
    assert_eq!(numbers, set("1"));
}

#[test]
fn the_largest_set_is_one_range() {
    let all = set("1:4294967295");
    assert_eq!((all.len(), all.first(), all.last()), (4_294_967_295, Some(1), Some(u32::MAX)));
    assert!(all.contains(u32::MAX) && !all.contains(0));
    assert_eq!(all.iter().rev().take(2).collect::<Vec<_>>(), [u32::MAX, u32::MAX - 1]);
    assert_eq!(all.skip(4_294_967_294), set("4294967295"));
    assert_eq!(all.difference(&set("5:4294967295")), set("1:4"));
    let mut holed = all.difference(&set("4294967295"));
    holed.insert(u32::MAX);
    assert_eq!(holed, all);
}

#[test]
fn splitting_keeps_every_number_and_the_length() {
    let odd: SequenceSet = (1..=999).step_by(2).collect();
    let pieces = odd.split(40);
    assert!(pieces.iter().all(|piece| (20..=40).contains(&piece.to_string().len()) || Some(piece) == pieces.last()));
    assert_eq!(pieces.iter().fold(SequenceSet::default(), |all, piece| all.union(piece)), odd);
    assert_eq!(set("1,3").split(3), [set("1,3")]);
    assert_eq!(set("1,3").split(2), [set("1"), set("3")]);
    assert_eq!(SequenceSet::default().split(10), []);
    assert_eq!(set("1,3,2147483647:2147483648,2147483649").split(99), [set("1,3,2147483647:2147483649")]);
    assert_eq!(set("1,3,2147483648,4294967295").split(99), [set("1,3"), set("2147483648,4294967295")]);
}

#[test]
fn a_list_keeps_order_and_repetitions() {
    let list = UidList::parse(b"9,5:3,3,1:2").expect("a list");
    assert_eq!(list.iter().collect::<Vec<_>>(), [9, 5, 4, 3, 3, 1, 2]);
    assert_eq!(list.len(), 7);
}

fn numbers() -> impl Strategy<Value = BTreeSet<u32>> {
    let near_the_ends = prop_oneof![1..40_u32, (u32::MAX - 20)..=u32::MAX];
    proptest::collection::btree_set(near_the_ends, 0..30)
}

fn from(numbers: &BTreeSet<u32>) -> SequenceSet {
    numbers.iter().copied().collect()
}

proptest! {
    #[test]
    fn a_set_holds_what_was_put_in(a in numbers(), shuffled in proptest::collection::vec(0..50_u32, 0..60)) {
        let set = from(&a);
        prop_assert!(set.iter().eq(a.iter().copied()));
        prop_assert!(set.iter().rev().eq(a.iter().rev().copied()));
        prop_assert_eq!(set.len(), a.len() as u64);
        prop_assert_eq!(set.is_empty(), a.is_empty());
        prop_assert_eq!((set.first(), set.last()), (a.first().copied(), a.last().copied()));
        prop_assert!((0..=60).chain(u32::MAX - 30..=u32::MAX).all(|n| set.contains(n) == a.contains(&n)));
        prop_assert!(set.ranges().windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));

        let expected: BTreeSet<u32> = shuffled.iter().copied().filter(|&n| n > 0).collect();
        prop_assert!(shuffled.iter().copied().collect::<SequenceSet>().iter().eq(expected.iter().copied()));
        let mut inserted = SequenceSet::default();
        shuffled.iter().for_each(|&n| inserted.insert(n));
        prop_assert!(inserted.iter().eq(expected));
    }

    #[test]
    fn sets_combine_like_sets(a in numbers(), b in numbers()) {
        let (x, y) = (from(&a), from(&b));
        prop_assert_eq!(x.union(&y), from(&(&a | &b)));
        prop_assert_eq!(x.intersection(&y), from(&(&a & &b)));
        prop_assert_eq!(x.difference(&y), from(&(&a - &b)));
    }

    #[test]
    fn windows_are_the_lowest_and_the_rest(a in numbers(), n in 0..40_usize, gone in 1..40_u32) {
        let set = from(&a);
        prop_assert!(set.take(n as u64).iter().eq(a.iter().copied().take(n)));
        prop_assert!(set.skip(n as u64).iter().eq(a.iter().copied().skip(n)));
        let without = set.difference(&SequenceSet::range(gone, gone));
        prop_assert!(without.iter().eq(a.iter().copied().filter(|&m| m != gone)));
    }

    #[test]
    fn printing_and_parsing_give_the_same_set(a in numbers(), max in 21..60_usize) {
        let set = from(&a);
        prop_assert_eq!(SequenceSet::parse(set.to_string().as_bytes()), (!a.is_empty()).then(|| set.clone()));
        let pieces = set.split(max);
        prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.to_string().len() <= max));
        prop_assert!(pieces.iter().flat_map(SequenceSet::iter).eq(a));
    }

    #[test]
    fn parsing_takes_anything(text in "[0-9:,*]{0,12}") {
        if let Some(set) = SequenceSet::parse(text.as_bytes()) {
            prop_assert!(!set.is_empty() && !set.contains(0));
        }
    }
}
