//! Courier 5.

use imap_dal::{jiff::civil::date, prelude::*};

use crate::{Quirk, given::Given};

type M = AnyMailbox;

pub(crate) const QUIRKS: &[Quirk] = &[
    ("sizes_are_those_of_its_own_files", sizes),
    ("the_structure_needs_a_mime_version", structures),
    ("ties_are_sorted_in_an_order_of_its_own", ties),
    ("internationalised_domains_are_searched_in_unicode", domains),
    ("header_keys_find_fields_of_forwarded_messages", forwarded),
    ("a_message_without_a_date_was_sent_on_no_day", missing_dates),
    ("a_keyword_with_a_tilde_or_brace_cannot_be_asked_for", odd_keywords),
];

const MULTIPART: &str = "Subject: a
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

text
--b
Content-Type: application/pdf; name=a.pdf

%PDF
--b--
";

fn sizes(given: &mut Given) {
    given.headers(&["Subject: a"]);
    let size = given.source().all().select(M::size).first(&given.dal).unwrap().unwrap();
    assert_eq!(given.found(&format!("LARGER {}", size - 1)), [0_u32; 0], "it has {size} octets");
    assert_eq!(given.uids(M::size.eq(size)), [1]);
}

fn structures(given: &mut Given) {
    given.messages([MULTIPART]);
    let structure = given.raw.ok("UID FETCH 1 (BODYSTRUCTURE)").lines().concat();
    assert!(!structure.to_lowercase().contains("pdf"), "{structure}");
    assert_eq!(given.uids(!M::attachments.is_empty()), [1]);
    assert_eq!(given.uids(M::content.contains("text")), [1]);
}

fn ties(given: &mut Given) {
    given.headers(&["Subject: a"; 12]);
    let answer = given.raw.ok("UID SORT (SIZE) US-ASCII ALL").lines().concat();
    let sorted: Vec<u32> = answer.split(' ').filter_map(|word| word.parse().ok()).collect();
    let ascending: Vec<u32> = (1..=12).collect();
    assert_eq!(sorted.len(), 12);
    assert_ne!(sorted, ascending, "RFC 5256 section 3: ties by sequence number");
    let rows = given.source().all().order_by(M::size.asc()).uids(&given.dal).unwrap();
    assert_eq!(rows.iter().map(|uid| uid.get()).collect::<Vec<_>>(), ascending);
}

fn domains(given: &mut Given) {
    given.headers(&["From: ann@xn--bcher-kva.example"]);
    assert_eq!(given.found("FROM xn--bcher"), [0_u32; 0]);
    assert_eq!(given.uids(M::sender.eq("ann@xn--bcher-kva.example")), [1]);
    assert_eq!(given.exactly(M::sender.contains("xn--bcher")), [1]);
}

fn forwarded(given: &mut Given) {
    given.messages(["MIME-Version: 1.0\nContent-Type: message/rfc822\n\nSubject: inner\n\ntext\n"]);
    assert_eq!(given.found("SUBJECT inner"), [1]);
    assert_eq!(given.found("HEADER Subject \"\""), [1], "the message has no subject");
    assert_eq!(given.uids(M::subject.is_some()), [0_u32; 0]);
    assert_eq!(given.uids(M::subject.is_none()), [1]);
    assert_eq!(given.exactly(M::subject.contains("inner")), [0_u32; 0]);
}

fn missing_dates(given: &mut Given) {
    given.headers(&["Subject: a", "Date: yesterday"]);
    assert_eq!(given.found("OR SENTBEFORE 1-Jan-2020 SENTSINCE 1-Jan-2020"), [0_u32; 0]);
    assert_eq!(given.uids(M::sent.is_none()), [1, 2]);
    assert_eq!(given.uids(!M::sent.ge(date(2020, 1, 1))), [1, 2]);
}

fn odd_keywords(given: &mut Given) {
    given.headers(&["Subject: a"]);
    for name in ["k~z", "k}z"] {
        assert!(given.raw.command(format!("UID SEARCH KEYWORD {name}")).tagged.starts_with("NO"), "{name} is an atom");
        assert_eq!(given.uids(M::keyword(name).eq(false)), [1]);
        assert_eq!(given.uids(M::keywords.contains(name)), [0_u32; 0]);
    }
}
