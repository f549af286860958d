//! Cyrus 3.6.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use imap_dal::{jiff::civil::date, prelude::*};

use crate::{Quirk, given::Given};

type M = AnyMailbox;

pub(crate) const QUIRKS: &[Quirk] = &[
    ("the_last_of_repeated_fields_is_searched", repeated_fields),
    ("a_set_of_uids_2_to_the_31_apart_is_empty", uids_far_apart),
    ("sizes_from_2_to_the_31_on_end_the_connection", large_sizes),
    ("a_field_that_is_empty_is_not_found", empty_fields),
    ("a_date_after_2106_may_stand_anywhere", late_dates),
    ("a_message_without_a_date_was_sent_when_it_arrived", missing_dates),
];

fn repeated_fields(given: &mut Given) {
    given.headers(&[
        "Subject: first\nSubject: second",
        "Message-ID: <first@x>\nMessage-ID: <second@x>",
        "From: <first@x>\nFrom: <second@x>",
    ]);
    assert_eq!(given.found("SUBJECT first"), [0_u32; 0]);
    assert_eq!(given.found("SUBJECT second"), [1]);
    assert_eq!(given.found("HEADER Message-ID first@x"), [0_u32; 0]);
    assert_eq!(given.uids(M::subject.eq("first")), [1]);
    assert_eq!(given.uids(M::subject.eq("second")), [0_u32; 0]);
    assert_eq!(given.uids(M::message_id.eq("<first@x>")), [2]);
    for keys in ["FROM first@x", "HEADER From first@x"] {
        assert_eq!(given.found(keys), [0_u32; 0], "{keys}");
    }
    assert_eq!(given.uids(M::sender.eq("first@x")), [3]);
}

fn uids_far_apart(given: &mut Given) {
    given.headers(&["Subject: a", "Subject: b"]);
    assert_eq!(given.found("UID 1,4294967295"), [0_u32; 0]);
    assert_eq!(given.uids(M::uid.is_in([1, u32::MAX])), [1]);
    assert_eq!(given.uids(!M::uid.is_in([1, 3_000_000_000])), [2]);
    // Fetched without a search.
    let both = given.source().filter(M::uid.is_in([2, 3_000_000_000])).select(M::subject);
    assert_eq!(both.load(&given.dal).expect("an answer"), [Some("b".to_owned())]);
}

fn large_sizes(given: &mut Given) {
    given.headers(&["Subject: a"]);
    let mut stream = TcpStream::connect(given.server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let select = format!("a2 EXAMINE \"{}\"", given.name);
    let lines = ["a1 LOGIN alice wonderland", &select, "a3 UID SEARCH SMALLER 2147483648", "a4 NOOP"];
    stream.write_all((lines.join("\r\n") + "\r\n").as_bytes()).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert!(answers.contains("a2 OK") && !answers.contains("a3 OK") && !answers.contains("a4 "), "{answers}");
    assert_eq!(given.uids(M::size.lt(1 << 31)), [1]);
    assert_eq!(given.uids(M::size.gt(1 << 31)), [0_u32; 0]);
}

fn empty_fields(given: &mut Given) {
    given.headers(&["X-Odd:\nSubject: a", "Subject: b", "X-Odd: x"]);
    assert_eq!(given.found("HEADER X-Odd \"\""), [3], "1 has the field as well");
    assert_eq!(given.uids(M::header("X-Odd").is_some()), [1, 3]);
    assert_eq!(given.uids(M::header("X-Odd").eq("")), [1]);
    assert_eq!(given.uids(M::header("X-Odd").is_none()), [2]);
}

fn late_dates(given: &mut Given) {
    given.headers(&["Date: Sat, 1 Jan 2107 12:00:00 +0000", "Date: Thu, 1 Jan 2026 12:00:00 +0000"]);
    assert_eq!(given.found("SENTSINCE 1-Jan-2025"), [2], "1 was");
    assert_eq!(given.uids(M::sent.ge(date(2025, 1, 1))), [1, 2]);
}

fn missing_dates(given: &mut Given) {
    given.headers(&["Subject: a", "Date: Thu, 1 Jan 2015 12:00:00 +0000"]);
    assert_eq!(given.found("SENTSINCE 1-Jan-2020"), [1]);
    assert_eq!(given.uids(M::sent.ge(date(2020, 1, 1))), [0_u32; 0]);
    assert_eq!(given.uids(M::sent.is_none()), [1]);
}
