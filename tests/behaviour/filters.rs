//! Which messages a condition finds: seven messages, known by letters, and sets written by hand from the meaning of each
//! operator.

use crate::given::{Given, message, numbers};
use imap_dal::jiff::{Timestamp, civil::Date, tz::TimeZone};
use imap_dal::prelude::*;
use std::sync::OnceLock;

type M = AnyMailbox;

struct Fixture {
    name: String,
    dal: Dal,
    sizes: Vec<u64>,
}

/// Uids in the order of the letters: 3 is gone.
const UIDS: [(u32, char); 7] = [(1, 'a'), (2, 'b'), (4, 'c'), (5, 'd'), (6, 'e'), (7, 'f'), (8, 'g')];

fn fixture() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let mut given = Given::mailbox("filters");
        let a = message(
            &[
                "From: Ann Example <ann@example.org>",
                "To: gumby@brain.example, \"Bob B.\" <bob@example.org>",
                "Subject: Weekly report",
                "Date: Mon, 2 Mar 2026 10:00:00 +0000",
                "Message-ID: <1@example.org>",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
            ],
            "The quick brown fox.\n",
        );
        let b = message(
            &[
                "From: bob@Example.ORG",
                "To: Ann Example <ann@example.org>",
                "Cc: friends: carl@example.net, \"Dora D\" <dora@example.net>;",
                "Subject: Re: Weekly report",
                "Date: Tue, 3 Mar 2026 23:00:00 -0500",
                "Message-ID: <2@example.org>",
                "In-Reply-To: <1@example.org>",
                "References: <0@example.org> <1@example.org>",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=b",
            ],
            "--b\nContent-Type: text/plain\n\nSee the file.\n--b\nContent-Type: application/pdf\n\
             Content-Disposition: attachment; filename=\"report.pdf\"\nContent-Transfer-Encoding: base64\n\n\
             JVBERi0xLjQK\n--b--\n",
        );
        let c = message(
            &[
                "From: =?utf-8?q?J=C3=BCrgen_K=C3=B6nig?= <juergen@example.net>",
                "To: ann@example.org",
                "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=",
                "Date: Wed, 4 Mar 2026 00:15:00 +0100",
                "MIME-Version: 1.0",
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
            ],
            "<p>Viele Gr=C3=BC=C3=9Fe</p>\n",
        );
        let d = message(&["From: carl@example.net"], &"0123456789\n".repeat(500));
        let e = message(&["Subject:", "To: nobody:;", "Date: Mon, 31 Feb 2026 10:00:00 +0000"], "");
        let f = message(
            &[
                "From: \"Eve \\\"Quick\\\" E\" <eve@example.com>, ann@example.org",
                "To: ann@example.org",
                "Subject: two   spaces =?iso-8859-1?q?caf=E9?=",
                "Date: Sat, 7 Mar 2026 08:00:00 GMT",
                "MIME-Version: 1.0",
                "Content-Type: TEXT/Plain; charset=ISO-8859-1",
                "Content-Transfer-Encoding: quoted-printable",
            ],
            "caf=E9 noir\n",
        );
        let g = message(&["Subject: 50% off_now", "Date: 8 Mar 2026 12:00:00 +0200", "X-Note: Deal"], "buy\n");
        let mail: [(&[&str], &str, &String); 8] = [
            (&["\\Seen"], "02-Mar-2026 10:00:05 +0000", &a),
            (&["\\Seen", "\\Answered"], "03-Mar-2026 23:30:00 +0000", &b),
            (&[], "03-Mar-2026 23:30:00 +0000", &b),
            (&["\\Flagged"], "04-Mar-2026 09:45:00 +0100", &c),
            (&["\\Draft"], "05-Mar-2026 12:00:00 +0000", &d),
            (&["\\Deleted", "$Work"], "06-Mar-2026 00:00:00 +0000", &e),
            (&["\\Seen", "\\Flagged", "$Work", "$Paid"], "07-Mar-2026 08:00:00 +0000", &f),
            (&[], "08-Mar-2026 23:59:59 +0000", &g),
        ];
        for (flags, created, text) in mail {
            given.append_as(flags, Some(created), text);
        }
        given.raw.expunge(3);
        let sizes = [&a, &b, &c, &d, &e, &f, &g].map(|text| text.len() as u64).to_vec();
        Fixture { dal: given.dal(), name: given.name, sizes }
    })
}

fn letters(uids: Vec<Uid>) -> String {
    let letter = |number| UIDS.iter().find(|(uid, _)| *uid == number).map_or('?', |(_, letter)| *letter);
    numbers(uids).into_iter().map(letter).collect()
}

/// The same messages in the default mode and the exact one, by every verb.
#[track_caller]
fn finds(condition: Expr<M>, expected: &str) {
    finds_by_the_server(condition, expected, expected);
}

/// Where the default mode takes the server's word.
#[track_caller]
fn finds_by_the_server(condition: Expr<M>, default: &str, exact: &str) {
    let Fixture { name, dal, .. } = fixture();
    let query = M::in_mailbox(name).filter(condition);
    for (query, expected, mode) in [(query.clone(), default, "default"), (query.exact(), exact, "exact")] {
        let found = letters(query.uids(dal).expect("uids"));
        assert_eq!(found, expected, "uids, {mode}: {query:?}");
        let rows = query.select(M::uid).load(dal).expect("load");
        assert_eq!(letters(rows), expected, "load, {mode}: {query:?}");
        assert_eq!(query.count(dal).expect("count"), expected.len() as u64, "count, {mode}: {query:?}");
        assert_eq!(query.exists(dal).expect("exists"), !expected.is_empty(), "exists, {mode}: {query:?}");
    }
}

fn day(day: i8) -> Date {
    Date::constant(2026, 3, day)
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn flags() {
    finds(M::seen.eq(true), "abf");
    finds(M::seen.eq(false), "cdeg");
    finds(M::seen.ne(true), "cdeg");
    finds(M::answered.eq(true), "b");
    finds(M::flagged.eq(true), "cf");
    finds(M::draft.eq(true), "d");
    finds(M::deleted.eq(true), "e");
    finds(M::flagged.is_in([true, false]), "abcdefg");
    finds(M::flagged.is_in([true]), "cf");
    finds(M::flagged.is_in(Vec::<bool>::new()), "");
}

#[test]
fn keywords_ignore_ascii_case() {
    finds(M::keywords.contains("$Work"), "ef");
    finds(M::keywords.contains("$wORK"), "ef");
    finds(!M::keywords.contains("$Work"), "abcdg");
    finds(M::keywords.contains("$Wor"), "");
    finds(M::keyword("$Paid").eq(true), "f");
    finds(M::keyword("$Paid").eq(false), "abcdeg");
    finds(M::keyword("$Unheard").eq(false), "abcdefg");
}

#[test]
fn uids_are_numbers_and_gaps_are_gaps() {
    finds(M::uid.eq(1), "a");
    finds(M::uid.eq(3), "");
    finds(M::uid.eq(9), "");
    finds(M::uid.eq(u32::MAX), "");
    finds(M::uid.eq(0), "");
    finds(M::uid.ne(1), "bcdefg");
    finds(M::uid.lt(4), "ab");
    finds(M::uid.lt(1), "");
    finds(M::uid.le(4), "abc");
    finds(M::uid.gt(7), "g");
    finds(M::uid.gt(8), "");
    finds(M::uid.gt(500), "");
    finds(M::uid.gt(u32::MAX), "");
    finds(M::uid.ge(8), "g");
    finds(M::uid.ge(0), "abcdefg");
    finds(M::uid.ge(9), "");
    finds(M::uid.between(2, 5), "bcd");
    finds(M::uid.between(5, 2), "");
    finds(M::uid.is_in(Vec::<Uid>::new()), "");
    finds(!M::uid.is_in(Vec::<Uid>::new()), "abcdefg");
    finds(M::uid.is_in([8, 1, 1, 3, 700]), "ag");
    finds(M::uid.is_in(2..=6), "bcde");
    finds(M::uid.is_in((1..=40_000).map(|n| n * 2)), "bceg");
    finds(M::uid.is_in([Uid::new(7)]), "f");
}

#[test]
fn a_uid_of_the_mailbox_is_its_number_there() {
    let Fixture { name, dal, .. } = fixture();
    let read = M::in_mailbox(name).filter(M::flagged.eq(true)).uids(dal).unwrap();
    assert!(read.iter().all(|uid| uid.validity().is_some()));
    finds(M::uid.is_in(&read), "cf");
    finds(M::uid.gt(read[0]), "defg");
}

#[test]
fn sizes() {
    let sizes = &fixture().sizes;
    let [a, _, _, d, e, ..] = sizes[..] else { panic!("seven sizes") };
    assert!(sizes.iter().all(|size| *size >= e) && sizes.iter().all(|size| *size <= d));
    finds(M::size.eq(a), "a");
    finds(M::size.ne(a), "bcdefg");
    finds(M::size.lt(e), "");
    finds(M::size.le(e), "e");
    finds(M::size.gt(d), "");
    finds(M::size.ge(d), "d");
    finds(M::size.gt(d - 1), "d");
    finds(M::size.between(e, d), "abcdefg");
    finds(M::size.between(5, 3), "");
    finds(M::size.is_in([d, e]), "de");
    finds(M::size.lt(1 << 40), "abcdefg");
    finds(M::size.gt(1 << 40), "");
    finds(M::size.le(u64::MAX), "abcdefg");
    finds(M::size.ge(0), "abcdefg");
    finds(M::size.lt(0), "");
}

#[test]
fn created_by_the_day_the_server_prints() {
    // The server keeps the instant and prints it in its own zone, UTC here: c came at 08:45 of the 4th.
    finds(M::created.eq(day(4)), "c");
    finds(M::created.ne(day(4)), "abdefg");
    finds(M::created.lt(day(4)), "ab");
    finds(M::created.le(day(4)), "abc");
    finds(M::created.gt(day(6)), "fg");
    finds(M::created.ge(day(6)), "efg");
    finds(M::created.between(day(3), day(5)), "bcd");
    finds(M::created.between(day(5), day(3)), "");
    finds(M::created.is_in([day(2), day(8)]), "ag");
    finds(M::created.lt(Date::constant(1970, 1, 1)), "");
    finds(M::created.gt(Date::constant(9999, 12, 31)), "");
    finds(M::created.ge(Date::constant(-5, 1, 1)), "abcdefg");
}

#[test]
fn created_on_a_day_of_the_users_zone() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let kiritimati = TimeZone::get("Pacific/Kiritimati").unwrap();
    let honolulu = TimeZone::get("Pacific/Honolulu").unwrap();
    // 23:30 UTC of the 3rd is 00:30 of the 4th in Berlin.
    finds(M::created.on(day(4), &berlin), "bc");
    finds(M::created.on(day(3), &berlin), "");
    finds(M::created.on(day(3), &TimeZone::UTC), "b");
    finds(M::created.on(day(6), &TimeZone::UTC), "e");
    // e, 00:00 UTC of the 6th, and d, noon of the 5th: both 6th 14 hours ahead; both 5th ten hours behind.
    finds(M::created.on(day(6), &kiritimati), "de");
    finds(M::created.on(day(5), &honolulu), "de");
    finds(!M::created.on(day(4), &berlin), "adefg");
}

#[test]
fn created_compared_with_an_instant() {
    finds(M::created.lt(instant("2026-03-03T23:30:00Z")), "a");
    finds(M::created.le(instant("2026-03-03T23:30:00Z")), "ab");
    finds(M::created.gt(instant("2026-03-07T08:00:00Z")), "g");
    finds(M::created.ge(instant("2026-03-07T08:00:00Z")), "fg");
    finds(M::created.ge(instant("2026-03-07T08:00:00.001Z")), "g");
    finds(M::created.eq(instant("2026-03-05T12:00:00Z")), "d");
    finds(M::created.eq(instant("2026-03-05T12:00:00.5Z")), "");
    finds(M::created.ne(instant("2026-03-05T12:00:00Z")), "abcefg");
    finds(M::created.between(day(4), instant("2026-03-05T12:00:00Z")), "cd");
    let offset = TimeZone::fixed(jiff::tz::Offset::constant(-5));
    finds(M::created.gt(instant("2026-03-05T12:00:00Z").to_zoned(offset)), "efg");
}

#[test]
fn sent_is_the_date_header_and_missing_where_it_is_impossible() {
    // a 2nd 10:00 +0; b 3rd 23:00 -5; c 4th 00:15 +1; d none; e impossible; f 7th 08:00 +0; g 8th 12:00 +2
    finds(M::sent.is_none(), "de");
    finds(M::sent.is_some(), "abcfg");
    finds(M::sent.eq(day(3)), "b");
    finds(M::sent.eq(day(4)), "c");
    finds(M::sent.ne(day(4)), "abdefg");
    finds(M::sent.lt(day(4)), "ab");
    finds(M::sent.ge(day(4)), "cfg");
    finds(!M::sent.ge(day(4)), "abde");
    finds(M::sent.gt(instant("2026-03-04T03:59:59Z")), "bfg");
    finds(M::sent.lt(instant("2026-03-03T23:15:01Z")), "ac");
    finds(M::sent.eq(instant("2026-03-03T23:15:00Z")), "c");
    finds(M::sent.on(day(4), &TimeZone::UTC), "b");
    finds(M::sent.on(day(3), &TimeZone::UTC), "c");
    finds(M::sent.between(day(1), day(7)), "abcf");
}

#[test]
fn conditions_nest_as_written() {
    let seen = || M::seen.eq(true);
    let flagged = || M::flagged.eq(true);
    finds(seen() & flagged(), "f");
    finds(seen() | flagged(), "abcf");
    finds(!(seen() & flagged()), "abcdeg");
    finds(!(seen() | flagged()), "deg");
    finds(!seen() & flagged(), "c");
    finds(!seen() & !flagged(), "deg");
    finds((seen() & M::answered.eq(true)) | M::draft.eq(true), "bd");
    finds(seen() & (M::answered.eq(true) | M::draft.eq(true)), "b");
    finds(seen() & M::answered.eq(true) | M::draft.eq(true) & flagged(), "b");
    finds(!(!seen()), "abf");
    finds(!((seen() | M::draft.eq(true)) & !(M::uid.lt(2) | flagged())), "acefg");
    finds(seen() & !seen(), "");
    finds(seen() | !seen(), "abcdefg");
    finds(Expr::all_of([seen(), flagged(), M::uid.gt(1)]), "f");
    finds(Expr::any_of([M::uid.eq(1), M::draft.eq(true), M::uid.eq(99)]), "ad");
    finds(Expr::all_of(Vec::<Expr<M>>::new()), "abcdefg");
    finds(Expr::any_of(Vec::<Expr<M>>::new()), "");
    let ladder = UIDS.iter().fold(M::uid.eq(99), |all, (uid, _)| (all | M::uid.eq(*uid)) & M::uid.ne(4));
    finds(ladder, "abdefg");
}

#[test]
fn what_the_server_decides_and_what_is_decided_here_combine() {
    finds(M::seen.eq(true) & M::subject.ends_with("report"), "ab");
    finds(M::flagged.eq(true) | M::subject.eq("Weekly report"), "acf");
    finds(!(M::seen.eq(true) & M::subject.starts_with("Re:")), "acdefg");
    finds((M::subject.is_none() | M::sent.is_none()) & M::uid.lt(6), "d");
    finds(M::created.on(day(4), &TimeZone::UTC) & M::subject.like("Gr%"), "c");
    finds(M::subject.matches("(?i)REPORT$") & !M::sender.eq("ann@example.org"), "b");
}

#[test]
fn subjects_compared() {
    finds(M::subject.eq("Weekly report"), "a");
    finds(M::subject.eq("weekly report"), "");
    finds(M::subject.eq(" Weekly \t report "), "a");
    finds(M::subject.eq("Weekly\r\n report"), "a");
    finds(M::subject.ne("Weekly report"), "bcdefg");
    finds(M::subject.eq("Grüße aus Köln"), "c");
    finds(M::subject.eq("Gru\u{308}ße aus Ko\u{308}ln"), "c");
    finds(M::subject.eq(""), "e");
    finds(M::subject.eq("two spaces café"), "f");
    finds(M::subject.is_in(["Weekly report", "50% off_now", "x"]), "ag");
    finds(M::subject.is_in(Vec::<String>::new()), "");
    finds(M::subject.is_none(), "d");
    finds(M::subject.is_some(), "abcefg");
    finds(M::subject.starts_with("Re: "), "b");
    finds(M::subject.starts_with("re:"), "");
    finds(M::subject.starts_with(""), "abcefg");
    finds(M::subject.ends_with("report"), "ab");
    finds(M::subject.ends_with("REPORT"), "");
    finds(M::subject.ends_with("Köln"), "c");
    finds(!M::subject.ends_with("report"), "cdefg");
}

#[test]
fn subjects_matched_by_patterns() {
    finds(M::subject.like("Weekly%"), "a");
    finds(M::subject.like("%report"), "ab");
    finds(M::subject.like("%week%"), "");
    finds(M::subject.ilike("%WEEK%"), "ab");
    finds(M::subject.like("%"), "abcefg");
    finds(M::subject.like(""), "e");
    finds(M::subject.like("Gr__e aus K_ln"), "c");
    finds(M::subject.ilike("gRÜSSE%"), "");
    finds(M::subject.ilike("gRÜ_E%"), "c");
    finds(M::subject.like("50\\% off\\_now"), "g");
    finds(M::subject.like("Weekly\\%"), "");
    finds(M::subject.matches("^Re: .*report$"), "b");
    finds(M::subject.matches("report"), "ab");
    finds(M::subject.matches(r"\d\d%"), "g");
    finds(M::subject.matches("^$"), "e");
    finds(M::subject.matches("Ko?\u{f6}ln"), "c");
    finds(!M::subject.matches("."), "de");
}

#[test]
fn text_that_is_contained() {
    finds(M::subject.contains("WEEK"), "ab");
    finds(M::subject.contains("köln"), "c");
    finds(M::subject.contains("KÖLN"), "c");
    finds(!M::subject.contains("week"), "cdefg");
    finds(M::subject.contains("off_"), "g");
    finds(M::subject.contains("spaces caf"), "f");
    // Presence, also in the default mode.
    finds(M::subject.contains(""), "abcefg");
    // The server folds accents and does not find ß by ss; here neither is done.
    finds_by_the_server(M::subject.contains("cafe"), "f", "");
    finds(M::subject.contains("grüsse"), "");
    finds(M::header("X-Note").contains("deal"), "g");
    finds(M::header("X-Note").eq("Deal"), "g");
    finds(M::header("X-Note").is_none(), "abcdef");
    finds(M::header("X-Nothing").ne("x"), "abcdefg");
}

#[test]
fn addresses() {
    finds(M::sender.eq("ann@example.org"), "af");
    finds(M::sender.eq("ANN@EXAMPLE.ORG"), "af");
    finds(M::sender.eq("BOB@example.org"), "b");
    finds(M::sender.eq("ann@example"), "");
    finds(M::sender.ne("ann@example.org"), "bcdeg");
    finds(M::sender.is_in(["bob@example.org", "carl@example.net"]), "bd");
    finds(M::sender.contains("Jürgen"), "c");
    finds(M::sender.contains("JÜRGEN"), "c");
    finds(M::sender.contains("EXAMPLE.net"), "cd");
    finds(M::sender.contains("quick"), "f");
    finds(M::sender.contains(""), "abcdf");
    finds(M::sender.is_empty(), "eg");
    finds(M::to.contains("gumby"), "a");
    finds(M::to.eq("bob@example.org"), "a");
    finds(M::to.is_empty(), "deg");
    finds(!M::to.is_empty(), "abcf");
    finds(M::cc.eq("dora@example.net"), "b");
    finds(M::cc.contains("dora d"), "b");
    finds(M::cc.is_empty(), "acdefg");
    finds(M::bcc.is_empty(), "abcdefg");
    finds(M::reply_to.ne("x@y"), "abcdefg");
    // A group's name is no address; the server looks at the whole field.
    finds_by_the_server(M::cc.contains("friends"), "b", "");
}

#[test]
fn message_ids_with_or_without_brackets() {
    finds(M::message_id.eq("<1@example.org>"), "a");
    finds(M::message_id.eq("1@example.org"), "a");
    finds(M::message_id.is_none(), "cdefg");
    finds(M::message_id.is_in(["2@example.org", "3@example.org"]), "b");
    finds(M::in_reply_to.eq("1@example.org"), "b");
    finds(M::in_reply_to.is_some(), "b");
    finds(M::references.contains("0@example.org"), "b");
    finds(M::references.contains("<1@example.org>"), "b");
    finds(M::references.is_empty(), "acdefg");
}

#[test]
fn media_types_charsets_and_attachments() {
    finds(M::mime.eq("text/plain"), "af");
    finds(M::mime.ne("text/plain"), "bcdeg");
    finds(M::mime.is_none(), "deg");
    finds(M::mime.starts_with("multipart/"), "b");
    finds(M::mime.is_in(["text/html", "multipart/mixed"]), "bc");
    finds(M::encoding.eq("utf-8"), "ac");
    finds(M::encoding.eq("ISO-8859-1"), "f");
    finds(M::encoding.is_none(), "bdeg");
    finds(M::attachments.is_empty(), "acdefg");
    finds(!M::attachments.is_empty(), "b");
    finds(M::attachments.any(AttachmentInfo::name.ends_with(".pdf")), "b");
    finds(M::attachments.any(AttachmentInfo::name.ends_with(".doc")), "");
    finds(M::attachments.any(AttachmentInfo::media_type.eq("application/pdf") & AttachmentInfo::size.lt(100)), "b");
    finds(!M::attachments.any(AttachmentInfo::size.gt(0)), "acdefg");
}

#[test]
fn content_and_text() {
    finds(M::content.contains("QUICK brown"), "a");
    finds(M::content.contains("viele grüße"), "c");
    finds(M::content.contains("café NOIR"), "f");
    finds(M::content.contains("JVBERi0"), "");
    // The words stand on two lines: here a line end is a space.
    finds_by_the_server(M::content.contains("6789 0123"), "", "d");
    finds(M::text.contains("gumby@brain"), "a");
    finds(M::text.contains("noir"), "f");
    finds(M::text.contains("köln"), "c");
    finds(M::text.contains(""), "abcdefg");
    finds(!M::text.contains("example"), "eg");
}
