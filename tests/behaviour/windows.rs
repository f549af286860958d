//! Order, `limit`, `offset`, and what `count`, `exists` and `first` mean inside a window.

use crate::given::{Given, message, numbers};
use imap_dal::prelude::*;

type M = AnyMailbox;

/// Subject, size of the body, arrival; uids from 1.
const MAIL: [(&str, usize, &str); 6] = [
    ("beta", 30, "03-Mar-2026 10:00:00 +0000"),
    ("Re: alpha", 10, "05-Mar-2026 10:00:00 +0000"),
    ("alpha", 50, "01-Mar-2026 10:00:00 +0000"),
    ("Beta", 30, "03-Mar-2026 10:00:00 +0000"),
    ("", 20, "04-Mar-2026 10:00:00 +0000"),
    ("[list] Gamma (fwd)", 10, "02-Mar-2026 10:00:00 +0000"),
];

fn given() -> (Given, Dal, Query<M>) {
    let mut given = Given::mailbox("windows");
    for (subject, size, created) in MAIL {
        // All headers are of one length, so that the bodies decide.
        let subject = format!("Subject: {subject}{}", " ".repeat(40 - subject.len()));
        given.append_as(&[], Some(created), message(&[&subject], &"x".repeat(size)));
    }
    let (dal, all) = (given.dal(), given.source().all());
    (given, dal, all)
}

fn uids(query: &Query<M>, dal: &Dal) -> Vec<u32> {
    let found = numbers(query.uids(dal).unwrap());
    assert_eq!(numbers(query.select(M::uid).load(dal).unwrap()), found, "load: {query:?}");
    assert_eq!(query.count(dal).unwrap(), found.len() as u64, "count: {query:?}");
    assert_eq!(query.exists(dal).unwrap(), !found.is_empty(), "exists: {query:?}");
    assert_eq!(query.select(M::uid).first(dal).unwrap().map(Uid::get), found.first().copied(), "first: {query:?}");
    found
}

#[test]
fn the_lowest_uids_come_first_unless_said_otherwise() {
    let (_given, dal, all) = given();
    assert_eq!(uids(&all, &dal), [1, 2, 3, 4, 5, 6]);
    assert_eq!(uids(&all.order_by(M::uid.asc()), &dal), [1, 2, 3, 4, 5, 6]);
    assert_eq!(uids(&all.order_by(M::uid.desc()), &dal), [6, 5, 4, 3, 2, 1]);
}

#[test]
fn ties_are_decided_by_ascending_uid_in_both_directions() {
    let (_given, dal, all) = given();
    assert_eq!(uids(&all.order_by(M::created.asc()), &dal), [3, 6, 1, 4, 5, 2]);
    assert_eq!(uids(&all.order_by(M::created.desc()), &dal), [2, 5, 1, 4, 6, 3]);
    assert_eq!(uids(&all.order_by(M::size.asc()), &dal), [2, 6, 5, 1, 4, 3]);
    assert_eq!(uids(&all.order_by(M::size.desc()), &dal), [3, 1, 4, 5, 2, 6]);
}

#[test]
fn a_later_key_decides_the_ties_of_the_earlier() {
    let (_given, dal, all) = given();
    let by_size = all.order_by(M::size.asc());
    assert_eq!(uids(&by_size.order_by(M::created.asc()), &dal), [6, 2, 5, 1, 4, 3]);
    assert_eq!(uids(&by_size.order_by(M::uid.desc()), &dal), [6, 2, 5, 4, 1, 3]);
    assert_eq!(uids(&all.order_by(M::created.desc()).order_by(M::uid.desc()), &dal), [2, 5, 4, 1, 6, 3]);
}

#[test]
fn subjects_are_ordered_by_what_they_are_about() {
    let (_given, dal, all) = given();
    // Base subjects (RFC 5256, 2.1): beta, alpha, alpha, beta, "", gamma.
    for query in [all.clone(), all.exact()] {
        assert_eq!(uids(&query.order_by(M::subject.asc()), &dal), [5, 2, 3, 1, 4, 6]);
        assert_eq!(uids(&query.order_by(M::subject.desc()), &dal), [6, 1, 4, 2, 3, 5]);
    }
}

#[test]
fn sent_falls_back_to_the_arrival() {
    let mut given = Given::mailbox("sent");
    let dates = ["Date: 9 Mar 2026 10:00:00 +0000", "X-No: date", "Date: 8 Mar 2026 23:30:00 -0500", "Date: nonsense"];
    let created = ["01-Mar", "08-Mar", "02-Mar", "10-Mar"];
    for (date, created) in dates.iter().zip(created) {
        given.append_as(&[], Some(&format!("{created}-2026 12:00:00 +0000")), message(&[date], "x"));
    }
    let (dal, all) = (given.dal(), given.source().all());
    // 9th 10:00; 8th 12:00 (arrival); 9th 04:30; 10th 12:00 (arrival).
    for query in [all.clone(), all.exact()] {
        assert_eq!(uids(&query.order_by(M::sent.asc()), &dal), [2, 3, 1, 4]);
        assert_eq!(uids(&query.order_by(M::sent.desc()), &dal), [4, 1, 3, 2]);
    }
}

#[test]
fn senders_are_ordered_by_the_local_part_of_the_first() {
    let mut given = Given::mailbox("senders");
    for from in ["From: zoe@a.example", "From: Bob <bob@z.example>, aa@x", "X-No: sender", "From: ANN@m.example"] {
        given.append(&[from], "x");
    }
    let (dal, all) = (given.dal(), given.source().all());
    for query in [all.clone(), all.exact()] {
        assert_eq!(uids(&query.order_by(M::sender.asc()), &dal), [3, 4, 2, 1]);
        assert_eq!(uids(&query.order_by(M::sender.desc()), &dal), [1, 2, 4, 3]);
    }
}

#[test]
fn a_window_is_cut_from_the_ordered_rows() {
    let (_given, dal, all) = given();
    for (query, ordered) in [
        (all.clone(), [1, 2, 3, 4, 5, 6]),
        (all.order_by(M::uid.desc()), [6, 5, 4, 3, 2, 1]),
        (all.order_by(M::created.desc()), [2, 5, 1, 4, 6, 3]),
        (all.exact().order_by(M::subject.asc()), [5, 2, 3, 1, 4, 6]),
    ] {
        for offset in [0, 1, 2, 5, 6, 7, 1000] {
            for limit in [0, 1, 2, 3, 6, 7, 1000] {
                let window: Vec<u32> = ordered.iter().copied().skip(offset).take(limit).collect();
                let query = query.offset(offset as u64).limit(limit as u64);
                assert_eq!(numbers(query.uids(&dal).unwrap()), window, "{query:?}");
            }
        }
        assert_eq!(uids(&query.offset(1).limit(2), &dal), ordered[1..3]);
        assert_eq!(uids(&query.offset(4), &dal), ordered[4..]);
        assert_eq!(uids(&query.offset(6), &dal), [] as [u32; 0]);
        assert_eq!(uids(&query.offset(u64::MAX).limit(u64::MAX), &dal), [] as [u32; 0]);
        assert_eq!(uids(&query.limit(u64::MAX), &dal), ordered);
        assert_eq!(uids(&query.limit(0), &dal), [] as [u32; 0]);
    }
}

#[test]
fn a_window_counts_what_satisfies_the_condition() {
    let (_given, dal, all) = given();
    // A pattern is decided here.
    let here = all.filter(M::subject.matches("(?i)^(beta|.*gamma)"));
    assert_eq!(uids(&here, &dal), [1, 4, 6]);
    assert_eq!(uids(&here.limit(2), &dal), [1, 4]);
    assert_eq!(uids(&here.offset(1), &dal), [4, 6]);
    assert_eq!(uids(&here.order_by(M::uid.desc()).limit(2), &dal), [6, 4]);
    assert_eq!(uids(&here.order_by(M::created.asc()).offset(1).limit(1), &dal), [1]);
    assert_eq!(uids(&here.offset(3), &dal), [] as [u32; 0]);
}

#[test]
fn a_window_of_nothing_is_nothing() {
    let (_given, dal, all) = given();
    let none = all.filter(M::uid.gt(6));
    assert_eq!(uids(&none, &dal), [] as [u32; 0]);
    assert_eq!(uids(&none.order_by(M::subject.asc()).limit(3).offset(1), &dal), [] as [u32; 0]);
    let empty = Given::mailbox("empty");
    for query in [empty.source().all(), empty.source().filter(M::subject.eq("x"))] {
        assert_eq!(uids(&query.order_by(M::uid.desc()).limit(3), &dal), [] as [u32; 0]);
        assert_eq!(uids(&query, &dal), [] as [u32; 0]);
    }
}
