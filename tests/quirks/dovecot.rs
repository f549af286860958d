//! Dovecot 2.3.

use imap_dal::{jiff::civil::date, prelude::*};

use crate::{Quirk, given::Given};

type M = AnyMailbox;

pub(crate) const QUIRKS: &[Quirk] = &[
    ("a_disjunction_of_flags_that_are_not_set_begins_at_the_first_unseen_message", joined_flags),
    ("what_a_negated_group_repeats_is_left_out", negated_groups),
    ("of_two_negated_days_the_wrong_one_is_taken", negated_days),
    ("a_negated_modseq_beyond_the_highest_finds_nothing", negated_mod_seq),
    ("a_date_before_1970_counts_as_the_far_future", early_dates),
    ("a_date_after_2106_may_stand_anywhere", late_dates),
    ("a_message_without_a_readable_date_was_sent_before_every_day", unreadable_dates),
    ("a_key_of_two_spaces_finds_no_subject_of_two_spaces", double_spaces),
    ("accents_are_folded_and_raw_octets_are_not_decoded", accents),
    ("encoded_words_of_charsets_it_does_not_know_are_left_out", unknown_charsets),
    ("addresses_it_cannot_parse_are_not_searched", unparsable_addresses),
    ("a_selection_left_open_counts_what_was", stale_selection),
    ("a_saved_result_outlives_a_refused_search", saved_result),
];

fn joined_flags(given: &mut Given) {
    for flags in [&["\\Seen"][..], &["\\Seen", "\\Flagged"], &["\\Flagged"]] {
        assert!(given.raw.try_append(&given.name, flags, None, b"Subject: a\r\n\r\n").is_ok());
    }
    given.raw.select(&given.name);
    for keys in ["OR UNSEEN UNFLAGGED", "NOT (SEEN FLAGGED)"] {
        assert_eq!(given.found(keys), [3], "{keys} is true of 1 as well");
    }
    assert_eq!(given.uids(M::seen.eq(false) | M::flagged.eq(false)), [1, 3]);
    assert_eq!(given.uids(!(M::seen.eq(true) & M::flagged.eq(true))), [1, 3]);
}

fn negated_groups(given: &mut Given) {
    for flags in [&[][..], &["\\Flagged"], &["\\Flagged", "\\Seen"]] {
        assert!(given.raw.try_append(&given.name, flags, None, b"Subject: a\r\n\r\n").is_ok());
    }
    given.raw.select(&given.name);
    assert_eq!(given.found("OR FLAGGED NOT (FLAGGED SEEN)"), [2, 3], "it is true of 1 as well");
    assert_eq!(given.uids(M::flagged.eq(true) | !(M::flagged.eq(true) & M::seen.eq(true))), [1, 2, 3]);
    assert_eq!(given.uids(!(M::flagged.eq(true) & M::seen.eq(true)) | M::flagged.eq(true) & M::draft.eq(true)), [1, 2]);
}

fn negated_days(given: &mut Given) {
    given.headers(&[
        "Date: 10 Jun 2010 12:00:00 +0000",
        "Date: 10 Jun 2015 12:00:00 +0000",
        "Date: 10 Jun 2020 12:00:00 +0000",
    ]);
    assert_eq!(given.found("NOT SENTBEFORE 1-Jan-2012 NOT SENTBEFORE 1-Jan-2018"), [2, 3], "2 was sent before 2018");
    assert_eq!(given.found("OR NOT SENTSINCE 1-Jan-2012 NOT SENTSINCE 1-Jan-2018"), [1], "2 was not sent since 2018");
    let before = |year| M::sent.lt(date(year, 1, 1));
    assert_eq!(given.uids(!before(2012) & !before(2018)), [3]);
    assert_eq!(given.uids(!before(2012) & (M::flagged.eq(false) & !before(2018))), [3]);
    assert_eq!(given.uids(!before(2012) | !before(2018)), [2, 3]);
    assert_eq!(given.uids(!(before(2012) | (M::flagged.eq(true) | before(2018)))), [3]);
}

fn negated_mod_seq(given: &mut Given) {
    given.headers(&["Subject: a", "Subject: b"]);
    let mod_seqs = given.source().all().select(M::modseq).load(&given.dal).unwrap();
    let beyond = mod_seqs.iter().max().unwrap() + 100;
    assert_eq!(given.found(&format!("NOT MODSEQ {beyond}")), [0_u32; 0], "it is true of both");
    assert_eq!(given.uids(M::modseq.lt(beyond)), [1, 2]);
}

fn early_dates(given: &mut Given) {
    given.headers(&["Date: Fri, 1 Jan 1960 12:00:00 +0000", "Date: Thu, 1 Jan 2026 12:00:00 +0000"]);
    assert_eq!(given.found("SENTBEFORE 1-Jan-2000"), [0_u32; 0], "1 was");
    assert_eq!(given.uids(M::sent.lt(date(2000, 1, 1))), [1]);
    assert_eq!(given.uids(M::sent.ge(date(2000, 1, 1))), [2]);
}

fn late_dates(given: &mut Given) {
    given.headers(&["Date: Sat, 1 Jan 2107 12:00:00 +0000", "Date: Thu, 1 Jan 2026 12:00:00 +0000"]);
    assert_eq!(given.found("SENTSINCE 1-Jan-2025"), [2], "1 was");
    assert_eq!(given.uids(M::sent.ge(date(2025, 1, 1))), [1, 2]);
    assert_eq!(given.uids(M::sent.ge(date(2025, 1, 1)) & M::sent.lt(date(2100, 1, 1))), [2]);
}

fn unreadable_dates(given: &mut Given) {
    given.headers(&["Subject: none", "Date: yesterday", "Date: 31 Feb 2026 12:00:00 +0000"]);
    assert_eq!(given.found("SENTBEFORE 1-Jan-2000"), [1, 2, 3]);
    assert_eq!(given.uids(M::sent.lt(date(2000, 1, 1)) | M::sent.ge(date(2026, 1, 1))), [0_u32; 0]);
    assert_eq!(given.uids(M::sent.is_none()), [1, 2, 3]);
}

fn double_spaces(given: &mut Given) {
    given.headers(&["Subject: alpha  beta"]);
    assert_eq!(given.found(r#"SUBJECT "alpha  beta""#), [0_u32; 0]);
    assert_eq!(given.uids(M::subject.eq("alpha  beta")), [1]);
    assert_eq!(given.uids(M::subject.contains("alpha  beta")), [1], "white space of a key is normalised");
}

fn accents(given: &mut Given) {
    given.messages([&b"Subject: =?utf-8?Q?Caf=C3=A9?=\n\ntext\n"[..], b"Subject: caf\xe9 raw\n\ntext\n"]);
    assert_eq!(given.found("SUBJECT cafe"), [1]);
    assert_eq!(given.found("CHARSET UTF-8 SUBJECT {5+}\r\ncaf\u{e9}"), [1], "2 has it as well");
    assert_eq!(given.exactly(M::subject.contains("cafe")), [0_u32; 0]);
    assert_eq!(given.exactly(M::subject.contains("café")), [1, 2]);
    assert_eq!(given.uids(M::subject.eq("café raw")), [2]);
}

fn unknown_charsets(given: &mut Given) {
    given.headers(&["Subject: =?ks_c_5601-1987?Q?offer?="]);
    assert_eq!(given.found("SUBJECT offer"), [0_u32; 0]);
    assert_eq!(given.exactly(M::subject.contains("offer")), [1]);
    assert_eq!(given.exactly(M::subject.eq("offer")), [1]);
}

fn unparsable_addresses(given: &mut Given) {
    given.headers(&["From: bob@y.org <ann@x.org>", "From: [Ann] <ann@x.org>", "From: Ann <ann@x.org>"]);
    assert_eq!(given.found("FROM ann"), [3]);
    assert_eq!(given.found("HEADER From ann"), [1, 2, 3]);
    assert_eq!(given.uids(M::sender.eq("ann@x.org")), [1, 2, 3]);
    assert_eq!(given.exactly(M::sender.contains("ann")), [1, 2, 3]);
}

fn stale_selection(given: &mut Given) {
    given.headers(&["Subject: a"]);
    assert_eq!(given.source().all().count(&given.dal).unwrap(), 1);
    given.raw.ok("UID SEARCH RETURN (COUNT) ALL");
    let mut other = given.server.alice().raw();
    assert!(other.try_append(&given.name, &[], None, b"Subject: b\r\n\r\n").is_ok());
    let answer = given.raw.ok("UID SEARCH RETURN (COUNT) ALL").lines();
    assert!(answer[0].ends_with("COUNT 1"), "{answer:?}");
    assert_eq!(given.source().all().count(&given.dal).unwrap(), 2);
}

fn saved_result(given: &mut Given) {
    given.headers(&["Subject: a"]);
    given.raw.ok("UID SEARCH RETURN (SAVE) ALL");
    assert!(given.raw.command("UID SEARCH RETURN (SAVE) NONSENSE").tagged.starts_with("BAD"));
    assert_eq!(given.raw.ok("UID FETCH $ (UID)").untagged.len(), 1, "the search before last found it");
    // What is refused brings no rows: the tests of flights hold the rows back until the search is known to be good.
    assert_eq!(given.uids(M::subject.eq("b")), [0_u32; 0]);
}
