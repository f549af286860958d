//! What the adapter did wrong when it searched and read, by the numbers of its list of hazards, and what is so here instead.

use crate::{
    mail::{ALL, MAIL},
    on::{Parity as M, numbers, on_both},
};
use imap_dal::{
    Error,
    jiff::{Timestamp, Zoned, civil::date},
    prelude::*,
};
use imap_dal_tests::script::Script;

/// B1: `(a&b)|c` was sent as `OR a b c`.
#[test]
fn an_or_of_an_and_keeps_its_parentheses() {
    on_both(|place| {
        let both = M::seen.eq(true) & M::flagged.eq(true);
        assert_eq!(place.find(both.clone() | M::deleted.eq(true)), [9, 10, 19, 20]);
        assert_eq!(place.find(M::deleted.eq(true) | both), [9, 10, 19, 20]);
    });
}

/// B2: `~(a&b)` was sent as `NOT a b`.
#[test]
fn a_negated_and_negates_all_of_it() {
    on_both(|place| {
        let both = || M::seen.eq(true) & M::flagged.eq(true);
        assert_eq!(place.find(!both()), [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 21, 22]);
        assert_eq!(place.find(!both() & M::flagged.eq(true)), [5]);
    });
}

/// B3: `OR OR` was replaced by `OR`, so that chains lost their nesting.
#[test]
fn a_chain_of_ors_keeps_all_its_members() {
    on_both(|place| {
        let words = ["invoice", "umlaute", "numbers", "fwd", "names"];
        assert_eq!(place.find(Expr::any_of(words.map(|word| M::subject.contains(word)))), [5, 7, 11, 15, 18]);
        let [a, b, c, d, e] = words.map(|word| M::subject.contains(word));
        assert_eq!(place.find((a | b | c | d | e) & M::seen.eq(true)), [7, 18]);
    });
}

/// B3: .. and the same was done to the text of values.
#[test]
fn words_of_the_search_language_stay_text() {
    on_both(|place| {
        assert_eq!(place.find(M::subject.contains("x OR OR y NOT NOT z")), [10]);
        assert_eq!(place.find(M::subject.contains("x OR y")), []);
        assert_eq!(place.find(M::subject.contains("SEEN")), []);
        assert_eq!(place.find(M::subject.contains("(ALL)")), []);
    });
}

/// B4: nothing was escaped.
#[test]
fn a_quote_or_line_end_in_a_value_stays_in_the_value() {
    on_both(|place| {
        assert_eq!(place.find(M::subject.contains("\"quoted\"")), [9]);
        assert_eq!(place.find(M::subject.contains("back\\slash")), [9]);
        assert_eq!(place.find(M::subject.eq("A \"quoted\" word and a back\\slash")), [9]);
        for value in ["x\"\r\nA2 DELETE Parity\r\n\"", "x\r\nA2 DELETE Parity", "\") DELETED (\"", "{5}\r\nhello", "\\"]
        {
            for condition in [M::subject.contains(value), M::sender.contains(value), M::content.contains(value)] {
                let found = place.find(condition);
                assert!(found.is_empty() || (value == "\\" && found == [9]), "{value:?} finds {found:?}");
            }
        }
        assert_eq!(place.find(M::seen.eq(true)).len(), 9, "the connection is in step, and the mailbox is there");
        assert!(place.proxy.commands().iter().all(|command| !command.starts_with("DELETE")));
        let mailbox = AnyMailbox::in_mailbox("Parity\"\r\nA2 DELETE Parity\r\n").all();
        assert!(mailbox.count(&place.dal).is_err());
        let header = AnyMailbox::header("X-A: b\r\nA2 DELETE Parity").is_some();
        let error = M::all().filter(header).count(&place.dal).expect_err("no field has such a name");
        assert!(matches!(error, Error::InvalidInput { .. }), "{error:?}");
        assert_eq!(numbers(M::all().uids(&place.dal).expect("answered")), ALL);
    });
}

/// B5: no CHARSET was sent.
#[test]
fn a_value_beyond_ascii_is_understood() {
    on_both(|place| {
        assert_eq!(place.find(M::subject.contains("übergabe")), [17]);
        assert_eq!(place.find(M::sender.contains("KÖNIG")), [6]);
        assert_eq!(place.find(M::content.contains("Schöne")), [17]);
        assert_eq!(place.find(M::subject.eq("Übergabe")), [17]);
        assert_eq!(place.find(M::subject.contains("東京")), []);
    });
}

/// B7: `uid > last` was the reversed range that matches the last message, `uid < 1` no range at all.
#[test]
fn uid_greater_than_the_last_matches_nothing() {
    on_both(|place| {
        let none =
            [M::uid.gt(22), M::uid.ge(23), M::uid.gt(u32::MAX), M::uid.lt(1), M::uid.le(0), M::uid.between(23, 99)];
        for condition in none {
            assert_eq!(place.find(condition.clone()), [], "{condition:?}");
            assert_eq!(place.find(!condition), ALL);
        }
    });
}

/// B8: `belongs([])` was a bad command.
#[test]
fn an_empty_list_matches_nothing() {
    on_both(|place| {
        let none = Vec::<Uid>::new();
        assert_eq!(place.find(M::uid.is_in(none.clone())), []);
        assert_eq!(place.find(M::uid.is_in(none.clone()) & M::seen.eq(true)), []);
        assert_eq!(place.find(M::subject.is_in(Vec::<String>::new())), []);
        assert_eq!(place.proxy.commands(), Vec::<String>::new());
        assert_eq!(place.find(!M::uid.is_in(none)), ALL);
    });
}

/// B9: comparisons searched the mailbox while the query was printed, and were no condition in an empty one.
#[test]
fn a_condition_asks_nobody_and_holds_in_an_empty_mailbox() {
    on_both(|place| {
        let conditions = [M::uid.gt(3), M::uid.le(9), M::uid.ne(5), M::created.gt(date(2026, 3, 3))];
        for condition in &conditions {
            assert!(!format!("{condition:?}").is_empty());
        }
        assert_eq!(place.proxy.commands(), Vec::<String>::new());
        let empty = M::in_mailbox("Archive");
        for condition in conditions {
            assert_eq!(empty.filter(condition.clone() | M::seen.eq(true)).count(&place.dal).expect("answered"), 0);
            place.raw().append("Sent", &["\\Seen"], None, b"Subject: only one\r\n\r\n");
            let uids = M::in_mailbox("Sent").filter(condition & M::seen.eq(false)).uids(&place.dal);
            assert_eq!(numbers(uids.expect("answered")), []);
        }
    });
}

/// B10: counting selected the mailbox for writing, which takes `\Recent` away.
#[test]
fn counting_and_reading_leave_flags_alone() {
    on_both(|place| {
        let mut raw = place.raw();
        let before = (raw.status("Parity", "RECENT"), raw.status("Parity", "UNSEEN"));
        assert_eq!(M::all().count(&place.dal).expect("answered"), 20);
        assert_eq!(M::filter(M::content.contains("gumby")).exact().count(&place.dal).expect("answered"), 1);
        assert_eq!(
            M::all().select((M::email, M::content, M::attachments)).load(&place.dal).expect("answered").len(),
            20
        );
        assert_eq!((raw.status("Parity", "RECENT"), raw.status("Parity", "UNSEEN")), before);
        assert_eq!(before, (1, 11));
        assert_eq!(place.sent("SELECT"), 0);
    });
}

/// B12: `created` searched the date of arrival and returned that of the header, without its zone.
#[test]
fn created_reads_what_it_finds() {
    on_both(|place| {
        let rows = M::filter(M::created.eq(date(2026, 3, 8))).select((M::uid, M::created, M::sent)).load(&place.dal);
        let [(uid, created, Some(sent))] = &rows.expect("answered")[..] else { panic!("one message arrived that day") };
        assert_eq!(uid.get(), 14);
        assert_eq!(created.timestamp(), "2026-03-08T07:05:00Z".parse::<Timestamp>().expect("an instant"));
        assert_eq!(*sent, "2026-03-07T23:00:00-08:00[-08:00]".parse::<Zoned>().expect("a date"));
        assert_eq!(place.find(M::sent.eq(date(2026, 3, 7))), [10, 11, 14]);
    });
}

/// B12: the time of a datetime was ignored.
#[test]
fn the_time_of_an_instant_counts() {
    on_both(|place| {
        let noon: Timestamp = "2026-03-02T12:00:05Z".parse().expect("an instant");
        assert_eq!(place.find(M::created.eq(noon)), [1]);
        assert_eq!(place.find(M::created.lt(noon)), [22]);
        assert_eq!(place.find(M::created.le(noon)), [1, 22]);
        let later: Timestamp = "2026-03-02T12:00:06Z".parse().expect("an instant");
        assert_eq!(place.find(M::created.eq(later)), []);
        assert_eq!(
            place.find(M::created.between(later, "2026-03-03T00:10:00Z".parse::<Timestamp>().expect("an instant"))),
            [2, 3]
        );
    });
}

/// B12: a Date header that cannot be read is a missing value, and no reason to fail.
#[test]
fn an_unreadable_date_is_missing() {
    on_both(|place| {
        assert_eq!(place.find(M::sent.is_none()), [12, 21]);
        assert_eq!(place.find(M::sent.lt(date(2026, 3, 3))), [1, 22]);
        let read = M::filter(M::uid.eq(21)).select(M::sent).load(&place.dal);
        assert_eq!(read.expect("answered"), [None]);
    });
}

/// B14: each message was a FETCH of its own.
#[test]
fn many_messages_are_one_fetch() {
    on_both(|place| {
        assert_eq!(M::all().select(M::email).load(&place.dal).expect("answered").len(), 20);
        assert_eq!(place.sent("UID FETCH"), 1);
    });
}

/// B15: flags were only read behind the literal, anything else in between was an error.
#[test]
fn items_come_in_any_order_and_news_in_between() {
    let server = Script::new()
        .sign_in("IMAP4rev1")
        .expect("EXAMINE")
        .send("* OK [UIDVALIDITY 7] valid")
        .send("<tag> OK opened")
        .expect("UID FETCH")
        .send("* 1 FETCH (FLAGS (\\Seen) UID 2 BODY[HEADER.FIELDS (SUBJECT)] {16}\r\nSubject: two\r\n\r\n)")
        .send("* 7 FETCH (FLAGS (\\Flagged))")
        .send("* 2 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {18}\r\nSubject: three\r\n\r\n UID 3 FLAGS (\\Seen \\Recent))")
        .send("* 9 EXISTS")
        .send("* 3 FETCH (UID 4 BODY[HEADER.FIELDS (SUBJECT)] NIL FLAGS ())")
        .send("* 3 EXPUNGE")
        .send("<tag> OK fetched")
        .start();
    let dal = Dal::connect(&server.url()).expect("signed in");
    let rows = M::all().select((M::uid, M::seen, M::subject)).load(&dal).expect("all rows can be read");
    let rows: Vec<(u32, bool, Option<&str>)> =
        rows.iter().map(|(uid, seen, subject)| (uid.get(), *seen, subject.as_deref())).collect();
    assert_eq!(rows, [(2, true, Some("two")), (3, true, Some("three"))], "4 is gone, 5 was not told of");
}

/// B25: the size was that of some text made of the parts, which nobody could search for.
#[test]
fn size_is_rfc822_size_also_when_filtered() {
    on_both(|place| {
        let sizes = M::all().select((M::uid, M::size)).load(&place.dal).expect("answered");
        let octets: Vec<(u32, u64)> =
            ALL.iter().map(|uid| (*uid, MAIL[*uid as usize - 1].octets().len() as u64)).collect();
        assert_eq!(sizes.into_iter().map(|(uid, size)| (uid.get(), size)).collect::<Vec<_>>(), octets);
        let nested = MAIL[14].octets().len() as u64;
        assert_eq!(place.find(M::size.eq(nested)), [15]);
        assert_eq!(place.find(M::size.gt(nested)), [11]);
    });
}

/// B26: `content` searched the headers as well.
#[test]
fn content_finds_what_content_reads() {
    on_both(|place| {
        assert_eq!(place.find(M::content.contains("zebra")), []);
        assert_eq!(place.find(M::text.contains("zebra")), [18]);
        let read = M::all().select((M::uid, M::content)).load(&place.dal).expect("answered");
        let with = |word: &str| -> Vec<u32> {
            let has = |parts: &[TextPart]| parts.iter().any(|part| part.text.to_lowercase().contains(word));
            read.iter().filter(|(_, parts)| has(parts)).map(|(uid, _)| uid.get()).collect()
        };
        for (word, uids) in [("gumby", &[18][..]), ("picture", &[15]), ("glacé", &[6]), ("grüße", &[7, 17])] {
            assert_eq!(place.find(M::content.contains(word)), uids, "{word}");
            assert_eq!(with(word), uids, "{word}");
        }
    });
}

/// B27: every body was read as UTF-8.
#[test]
fn a_latin_1_body_is_read_as_latin_1() {
    on_both(|place| {
        let texts = M::filter(M::uid.is_in([6, 7, 17])).select(M::content.read_as::<String>()).load(&place.dal);
        let texts: Vec<String> = texts.expect("answered").iter().map(|text| text.trim_end().to_owned()).collect();
        assert_eq!(texts, ["<p>Thé glacé</p>", "Grüße an alle", "Schöne Grüße"]);
    });
}

/// B28: only the first encoded word of a header was shown.
#[test]
fn what_follows_an_encoded_word_is_read_too() {
    on_both(|place| {
        let row = M::filter(M::uid.eq(6)).select((M::subject, M::sender)).first(&place.dal);
        let sender = vec![Address { name: Some("Jürgen König".into()), email: "juergen@example.net".into() }];
        assert_eq!(row.expect("answered"), Some((Some("Café menu".to_owned()), sender)));
    });
}

/// B35: OK was assumed.
#[test]
fn a_refused_search_is_an_error() {
    on_both(|place| {
        let some = M::filter(M::seen.eq(false) & M::size.gt(1));
        let refuse = || place.proxy.answer("UID SEARCH", "<tag> NO [NOPERM] not you\r\n");
        let check = |error: Error| assert_eq!(error.code(), Some("NOPERM"), "{error:?}");
        refuse();
        check(some.count(&place.dal).expect_err("refused"));
        refuse();
        check(some.load(&place.dal).expect_err("refused"));
        refuse();
        check(some.update(M::flagged.set(true)).execute(&place.dal).expect_err("refused"));
        assert_eq!(place.selected().uid_search("FLAGGED"), [5, 10, 20]);
        assert_eq!(some.count(&place.dal).expect("the connection is in step"), 11);
    });
}

/// B36: nothing bounded what was transferred.
#[test]
fn more_than_max_bytes_is_not_read() {
    on_both(|place| {
        let bodies = M::all().select(M::email);
        let error = bodies.max_bytes(5_000).load(&place.dal).expect_err("message 11 alone is larger");
        assert!(matches!(error, Error::Limit { .. }), "{error:?}");
        assert!(place.proxy.bytes_to_client() < 6_000, "{} octets came", place.proxy.bytes_to_client());
        assert_eq!(bodies.max_bytes(50_000).load(&place.dal).expect("small enough").len(), 20);
    });
}
