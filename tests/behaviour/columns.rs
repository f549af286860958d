//! What each column reads from messages written by hand.

use crate::given::{Given, message};
use imap_dal::{Projection, jiff::civil::date, prelude::*};

type M = AnyMailbox;

/// The columns of these messages, in their order.
fn read<P: Projection<M>>(messages: &[String], columns: P) -> Vec<P::Output> {
    let mut given = Given::mailbox("columns");
    for text in messages {
        given.append_as(&[], None, text);
    }
    given.source().all().select(columns).load(&given.dal()).unwrap()
}

/// The column of messages that have each one header line (which may be folded) and a body.
fn of_headers<P: Projection<M>>(lines: &[&str], columns: P) -> Vec<P::Output> {
    read(&lines.iter().map(|line| message(&[line], "body\n")).collect::<Vec<_>>(), columns)
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn address(name: Option<&str>, email: &str) -> Address {
    Address { name: name.map(str::to_owned), email: email.to_owned() }
}

#[test]
fn subjects_are_decoded_unfolded_and_trimmed() {
    let cases = [
        ("Subject: plain", text("plain")),
        ("Subject:no space", text("no space")),
        ("SUBJECT: any case", text("any case")),
        ("Subject:   many \t spaces  ", text("many spaces")),
        ("Subject: folded\n  over\n\tlines", text("folded over lines")),
        ("Subject:", text("")),
        ("Subject:   ", text("")),
        ("X-Other: nothing", None),
        ("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", text("Grüße")),
        ("Subject: =?UTF-8?B?5pel5pys6Kqe?=", text("日本語")),
        ("Subject: =?iso-8859-1?q?caf=E9?= au lait", text("café au lait")),
        ("Subject: =?utf-8?q?one_?=\n =?utf-8?q?word?=", text("one word")),
        ("Subject: =?koi8-r?b?8NLJ18XU?=", text("Привет")),
        ("Subject: =?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", text("日本")),
        ("Subject: a =?utf-8?q?b?= c", text("a b c")),
        ("Subject: raw Grüße", text("raw Grüße")),
        ("Subject: quote \" and \\ stay", text("quote \" and \\ stay")),
        ("Subject: first\nSubject: second", text("first")),
        ("Subject: NIL", text("NIL")),
    ];
    let lines: Vec<&str> = cases.iter().map(|(line, _)| *line).collect();
    let expected: Vec<Option<String>> = cases.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(of_headers(&lines, M::subject), expected);
}

#[test]
fn raw_octets_that_are_no_utf_8_are_windows_1252() {
    let mut given = Given::mailbox("latin");
    given.append_as(&[], None, b"Subject: caf\xe9 \x80\r\nFrom: Ren\xe9 <r@example.org>\r\n\r\nx");
    let rows = given.source().all().select((M::subject, M::sender)).load(&given.dal()).unwrap();
    assert_eq!(rows, [(text("café €"), vec![address(Some("René"), "r@example.org")])]);
}

#[test]
fn addresses_come_in_order_with_decoded_names_and_groups_opened() {
    let cases = [
        ("From: a@example.org", vec![address(None, "a@example.org")]),
        ("From: Ann <a@example.org>", vec![address(Some("Ann"), "a@example.org")]),
        ("From: \"B, Ann\" <a@example.org>", vec![address(Some("B, Ann"), "a@example.org")]),
        ("From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>", vec![address(Some("Jürgen"), "j@example.org")]),
        (
            "From: <a@example.org>,\n Bob <b@example.org>",
            vec![address(None, "a@example.org"), address(Some("Bob"), "b@example.org")],
        ),
        (
            "From: friends: a@example.org, Bob <b@example.org>; , c@example.org",
            vec![address(None, "a@example.org"), address(Some("Bob"), "b@example.org"), address(None, "c@example.org")],
        ),
        ("From: nobody:;", vec![]),
        ("From:", vec![]),
        ("X-Other: x", vec![]),
        ("From: \"say \\\"hi\\\"\" <a@example.org>", vec![address(Some("say \"hi\""), "a@example.org")]),
        ("From: Case@Example.ORG", vec![address(None, "Case@Example.ORG")]),
    ];
    let lines: Vec<&str> = cases.iter().map(|(line, _)| *line).collect();
    let expected: Vec<Vec<Address>> = cases.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(of_headers(&lines, M::sender), expected);
}

#[test]
fn every_address_field_is_a_column_of_its_own() {
    let header = ["From: f@x.org", "To: t@x.org", "Cc: c@x.org", "Bcc: b@x.org", "Reply-To: r@x.org"];
    let rows = read(&[message(&header, "x")], (M::sender, M::to, M::cc, M::bcc, M::reply_to));
    let one = |email| vec![address(None, email)];
    assert_eq!(rows, [(one("f@x.org"), one("t@x.org"), one("c@x.org"), one("b@x.org"), one("r@x.org"))]);
}

#[test]
fn created_is_the_arrival_and_sent_the_date_header() {
    let mut given = Given::mailbox("dates");
    let cases = [
        ("Date: Tue, 5 May 2026 10:20:30 +0200", text("2026-05-05T10:20:30+02:00")),
        ("Date: 5 May 2026 10:20 +0000", text("2026-05-05T10:20:00+00:00")),
        ("Date: Tue, 5 May 26 10:20:30 EST", text("2026-05-05T10:20:30-05:00")),
        ("Date: Tue, 5 May 2026 10:20:30 -0000", text("2026-05-05T10:20:30+00:00")),
        ("Date: Tue, 5 May 2026 10:20:30 +0530 (IST)", text("2026-05-05T10:20:30+05:30")),
        ("Date: Tue, 31 Feb 2026 10:20:30 +0200", None),
        ("Date: Tue, 5 May 2026 25:20:30 +0200", None),
        ("Date: Tue, 5 May 2026 10:20:30 +9900", None),
        ("Date: Tue, 5 May 2026 10:20:30", None),
        ("Date: yesterday", None),
        ("Date:", None),
        ("X-No: date", None),
    ];
    for (line, _) in &cases {
        given.append_as(&[], Some("06-May-2026 01:02:03 +0200"), message(&[line], "x"));
    }
    let rows = given.source().all().select((M::created, M::sent)).load(&given.dal()).unwrap();
    assert_eq!(rows.len(), cases.len());
    for ((created, sent), (line, expected)) in rows.iter().zip(cases) {
        assert_eq!(created.timestamp().to_string(), "2026-05-05T23:02:03Z", "{line}");
        assert_eq!(created.date(), date(2026, 5, 5), "as this server prints it, in UTC");
        let sent = sent.as_ref().map(|sent| sent.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        assert_eq!(sent, expected, "{line}");
    }
}

#[test]
fn uid_size_sequence_number_and_flags() {
    let mut given = Given::mailbox("flags");
    let texts = ["Subject: 1\r\n\r\n", "Subject: two\r\n\r\nbody", "\r\nno header"];
    given.append_as(&["\\Seen", "\\Flagged"], None, texts[0]);
    given.append_as(&["\\Answered", "\\Draft", "\\Deleted"], None, texts[1]);
    given.append_as(&[], None, texts[2]);
    given.raw.expunge(1);
    given.append_as(&["\\Seen"], None, texts[0]);
    let columns = (M::uid, M::seq, M::size, M::seen, M::flagged, M::answered, M::draft, M::deleted);
    let rows = given.source().all().select(columns).load(&given.dal()).unwrap();
    let validity = u32::try_from(given.raw.status(&given.name, "UIDVALIDITY")).unwrap();
    assert!(rows.iter().all(|row| row.0.validity() == Some(validity)));
    let rows: Vec<_> = rows.into_iter().map(|(uid, b, c, d, e, f, g, h)| (uid.get(), b, c, d, e, f, g, h)).collect();
    let size = |text: &str| text.len() as u64;
    assert_eq!(
        rows,
        [
            (2, 1, size(texts[1]), false, false, true, true, true),
            (3, 2, size(texts[2]), false, false, false, false, false),
            (4, 3, size(texts[0]), true, false, false, false, false),
        ]
    );
}

#[test]
fn keywords_are_the_flags_without_a_backslash() {
    let mut given = Given::mailbox("keywords");
    given.append_as(&["\\Seen", "$Work", "plain"], None, "Subject: x\r\n\r\n");
    given.append_as(&[], None, "Subject: x\r\n\r\n");
    let rows = given
        .source()
        .all()
        .select((M::keywords, M::keyword("$wORK"), M::keyword("other")))
        .load(&given.dal())
        .unwrap();
    let mut first: Vec<&str> = rows[0].0.iter().collect();
    first.sort_unstable();
    assert_eq!(first, ["$Work", "plain"]);
    assert!(rows[0].0.contains("$WORK") && !rows[0].0.contains("\\Seen"));
    assert_eq!((rows[0].1, rows[0].2), (true, false));
    assert!(rows[1].0.is_empty() && !rows[1].1);
}

#[test]
fn identifiers_keep_their_brackets() {
    let header = [
        "Message-ID: <1.a@example.org>",
        "In-Reply-To: <0.a@example.org> <9@x>",
        "References: <00@example.org>\n <0.a@example.org>",
    ];
    let rows =
        read(&[message(&header, "x"), message(&["Subject: x"], "x")], (M::message_id, M::in_reply_to, M::references));
    let references = vec!["<00@example.org>".to_owned(), "<0.a@example.org>".to_owned()];
    assert_eq!(rows, [(text("<1.a@example.org>"), text("<0.a@example.org>"), references), (None, None, vec![])]);
}

#[test]
fn media_type_and_charset_of_the_root() {
    let cases = [
        ("Content-Type: text/plain; charset=utf-8", text("text/plain"), text("utf-8")),
        ("Content-Type: TEXT/Html; charset=\"ISO-8859-1\"", text("text/html"), text("ISO-8859-1")),
        ("Content-Type: multipart/mixed; boundary=x", text("multipart/mixed"), None),
        ("Subject: x", None, None),
    ];
    let lines: Vec<String> = cases.iter().map(|(line, ..)| format!("MIME-Version: 1.0\n{line}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let expected: Vec<_> = cases.iter().map(|(_, mime, charset)| (mime.clone(), charset.clone())).collect();
    assert_eq!(of_headers(&lines, (M::mime, M::encoding)), expected);
}

#[test]
fn a_header_field_by_name() {
    let lines = ["X-Foo: bar", "x-fOO:  =?utf-8?q?b=C3=A4r?=", "X-Foo:", "X-Bar: x"];
    assert_eq!(of_headers(&lines, M::header("X-Foo")), [text("bar"), text("bär"), text(""), None]);
}

#[test]
fn the_message_as_stored_octet_by_octet() {
    let mut given = Given::mailbox("octets");
    let mut octets = b"Subject: octets\r\nX: a\r\n\tb\r\n\r\n".to_vec();
    octets.extend((1..=255).filter(|byte| *byte != b'\r' && *byte != b'\n'));
    octets.extend_from_slice(b"\r\n)\r\n* 1 FETCH (UID 7)\r\na1 OK done\r\n{5}\r\n");
    let empty = b"\r\n".to_vec();
    let large = [b"Subject: large\r\n\r\n".to_vec(), b"0123456789abcdef\r\n".repeat(20_000)].concat();
    for text in [&octets, &empty, &large] {
        given.append_as(&[], None, text);
    }
    let rows = given.source().all().select(M::email).load(&given.dal()).unwrap();
    assert!(rows == [octets, empty, large], "{:?}", rows.iter().map(Vec::len).collect::<Vec<_>>());
}

#[test]
fn columns_that_need_an_extension_say_which() {
    let given = Given::subjects("extensions", &["x"]);
    let (dal, _proxy) = given.through(given.proxy().hide(["OBJECTID"]));
    let all = given.source().all();
    let modseq = all.select(M::modseq).load(&dal).unwrap();
    assert!(modseq[0] > 0);
    let saved = all.select(M::saved).load(&dal).unwrap();
    assert!(saved[0].is_some());
    let error = all.select(M::email_id).load(&dal).unwrap_err();
    assert!(matches!(error, imap_dal::Error::Unsupported { capability: "OBJECTID", .. }), "{error:?}");
    assert!(error.to_string().contains("email_id"), "{error}");
}
