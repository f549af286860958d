//! Where a response ends.

use super::super::{Framer, Limits, WireError};
use super::{framed, lines};

fn small() -> Limits {
    Limits { line: 40, literal: 100, response: 200, nesting: 4, ..Limits::default() }
}

fn receive(framer: &mut Framer, bytes: &[u8]) {
    framer.space()[..bytes.len()].copy_from_slice(bytes);
    framer.received(bytes.len());
}

#[test]
fn a_response_is_a_line_without_its_end() {
    assert_eq!(lines(b"* 5 EXISTS\r\n* 1 RECENT\r\n"), [b"* 5 EXISTS", b"* 1 RECENT"]);
}

#[test]
fn a_bare_line_feed_ends_a_line_too() {
    assert_eq!(lines(b"* 5 EXISTS\nA1 OK done\r\n"), [b"* 5 EXISTS", b"A1 OK done"]);
}

#[test]
fn literals_of_all_three_forms_stand_in_place() {
    let transcript = b"* 1 FETCH (A {3}\r\na\nb B {2+}\r\n\r\n C ~{1}\r\n\0)\r\n* 2 EXISTS\r\n";
    let (first, second) = transcript.split_at(transcript.len() - 12);
    assert_eq!(lines(transcript), [&first[..first.len() - 2], &second[..10]]);
}

#[test]
fn a_literal_may_end_in_what_looks_like_another() {
    assert_eq!(lines(b"* LIST () \"/\" {5}\r\na {9}\r\n").len(), 1);
}

#[test]
fn trap_status_lines_ending_in_a_brace_announce_nothing() {
    for line in
        ["* OK {5}", "* NO see {5}", "* BAD {5}", "* BYE {5}", "* preauth {5}", "A1 OK done {5}", "A1 NO {5+}", "+ {5}"]
    {
        let transcript = format!("{line}\r\n* 1 EXISTS\r\n");
        assert_eq!(lines(transcript.as_bytes()), [line.as_bytes(), b"* 1 EXISTS"]);
    }
}

#[test]
fn a_literal_after_a_status_word_in_another_place_is_one() {
    assert_eq!(lines(b"* LIST () NIL {2}\r\nOK\r\n"), [b"* LIST () NIL {2}\r\nOK"]);
}

#[test]
fn trap_a_literal_larger_than_allowed_is_refused_before_it_arrives() {
    for announced in ["101", "4294967295", "99999999999999999999", "18446744073709551615"] {
        let transcript = format!("* 1 FETCH (BODY[] {{{announced}}}\r\n");
        let (frames, error) = framed(transcript.as_bytes(), &[], small());
        assert!(frames.is_empty());
        assert_eq!(error, Some(WireError::Limit { what: "literal", limit: 100 }), "{announced}");
    }
}

#[test]
fn an_announced_literal_takes_no_memory() {
    let mut framer = Framer::new(Limits { literal: usize::MAX / 2, response: usize::MAX, ..Limits::default() });
    receive(&mut framer, b"* 1 FETCH (BODY[] {4294967295}\r\nabc");
    assert_eq!(framer.advance(), Ok(false));
    assert!(framer.space().len() < 1024 * 1024);
}

#[test]
fn trap_an_endless_line_is_refused() {
    let (frames, error) = framed(&[b'x'; 100], &[7], small());
    assert!(frames.is_empty());
    assert_eq!(error, Some(WireError::Limit { what: "line", limit: 40 }));
}

#[test]
fn endless_literals_are_refused_by_the_limit_of_the_response() {
    let mut transcript = b"* 1 FETCH (".to_vec();
    for _ in 0..10 {
        transcript.extend_from_slice(b"A {20}\r\naaaaaaaaaaaaaaaaaaaa ");
    }
    let (frames, error) = framed(&transcript, &[], small());
    assert!(frames.is_empty());
    assert_eq!(error, Some(WireError::Limit { what: "response", limit: 200 }));
}

#[test]
fn a_line_of_exactly_the_limit_passes_however_it_is_cut() {
    let transcript = format!("{}\r\n", "x".repeat(40));
    for read in 1..=42 {
        let (frames, error) = framed(transcript.as_bytes(), &[read], small());
        assert_eq!((frames.len(), error), (1, None), "reads of {read}");
    }
}

#[test]
fn after_a_limit_nothing_more_is_framed() {
    let too_much_in_all = format!("* 1 FETCH ({}", format!("A {{90}}\r\n{} ", "a".repeat(90)).repeat(3));
    for (sent, what) in [
        ("* 1 FETCH (BODY[] {101}\r\n", "literal"),
        ("* 1 FETCH (X 12345678901234567890 12345678901234567890)\r\n", "line"),
        (&too_much_in_all, "response"),
    ] {
        let mut framer = Framer::new(small());
        receive(&mut framer, sent.as_bytes());
        for _ in 0..2 {
            assert!(
                matches!(framer.advance(), Err(WireError::Limit { what: exceeded, .. }) if exceeded == what),
                "{what}"
            );
            receive(&mut framer, b"A1 OK done\r\n* 1 EXISTS\r\n");
            assert_eq!(framer.response(), b"");
        }
    }
}

#[test]
fn what_is_left_beyond_the_current_response_is_told() {
    let mut framer = Framer::new(Limits::default());
    assert!(framer.is_empty());
    receive(&mut framer, b"A1 OK begin TLS\r\n* injected");
    assert_eq!(framer.advance(), Ok(true));
    assert!(!framer.is_empty());
    assert_eq!(framer.response(), b"A1 OK begin TLS");

    let mut framer = Framer::new(Limits::default());
    receive(&mut framer, b"A1 OK begin TLS\r\n");
    assert_eq!(framer.advance(), Ok(true));
    assert!(framer.is_empty());
    assert_eq!(framer.advance(), Ok(false));
    assert_eq!(framer.response(), b"");
}

#[test]
fn room_is_made_where_consumed_responses_were_and_the_current_one_survives_it() {
    let mut framer = Framer::new(Limits::default());
    for round in 0..2_000_u32 {
        // A buffer that never gave anything back would offer megabytes at the end.
        assert!((64 * 1024..512 * 1024).contains(&framer.space().len()));
        let line = format!("* {round} FETCH (BODY[] {{1000}}\r\n{})\r\n", "y".repeat(1000));
        receive(&mut framer, line.as_bytes());
        assert_eq!(framer.advance(), Ok(true));
        framer.space();
        assert_eq!(framer.response(), line.trim_end().as_bytes());
    }
}

#[test]
fn nul_octets_and_8_bit_octets_are_octets_like_others() {
    assert_eq!(lines(b"* OK \0\xff\xfe\r\n"), [b"* OK \0\xff\xfe"]);
}

#[test]
fn an_empty_line_is_an_empty_response() {
    assert_eq!(lines(b"\r\n* 1 EXISTS\r\n"), [&b""[..], b"* 1 EXISTS"]);
}
