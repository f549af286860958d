//! Header text, addresses and message ids.

use crate::{
    Address,
    row::{Row, testing::row_of_header},
    schema::{Fixed, Key},
};

fn subject(value: &[u8]) -> Option<String> {
    text(&row_of_header([b"Subject:", value, b"\r\n\r\n"].concat()), Key::Fixed(Fixed::subject))
}

#[track_caller]
fn text(row: &Row, key: Key) -> Option<String> {
    row.text(key).unwrap().map(Into::into)
}

#[test]
fn header_text_is_decoded_and_its_white_space_normalised() {
    let table: &[(&[u8], &str)] = &[
        (b" hello", "hello"),
        (b"", ""),
        (b" \t ", ""),
        (b" two  spaces,\tone tab", "two spaces, one tab"),
        (b" folded\r\n  line\r\n\tand more ", "folded line and more"),
        (b" folded\n bare", "folded bare"),
        // RFC 2047, section 8, and what is often seen.
        (b" =?ISO-8859-1?Q?a?=", "a"),
        (b" =?ISO-8859-1?Q?a?= b", "a b"),
        (b" =?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"),
        (b" =?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab"),
        (b" =?ISO-8859-1?Q?a_b?=", "a b"),
        (b" =?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b"),
        (b" =?utf-8?B?R3LDvMOfZQ==?=", "Gr\u{fc}\u{df}e"),
        (b" =?UTF-8*de?q?Gr=c3=BC=C3=9Fe?= an alle", "Gr\u{fc}\u{df}e an alle"),
        (b" Re:=?utf-8?q?_Caf=C3=A9?=!", "Re: Caf\u{e9}!"),
        (b" =?utf-8?q?Really??=", "Really?"),
        (b" =?utf-8?q?with spaces in it?=", "with spaces in it"),
        (b" =?utf-8?q?a=0D=0Ab?=", "a b"),
        (b" =?utf-8?q??=", ""),
        (b" =?koi8-r?B?8NLJ18XU?=", "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}"),
        (b" =?gb2312?B?xOO6ww==?=", "\u{4f60}\u{597d}"),
        (b" =?shift_jis?B?g26DjYFb?=", "\u{30cf}\u{30ed}\u{30fc}"),
        // A character split over two words: two octets of UTF-8, one character of GBK, a group of base64.
        (b" =?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", "Caf\u{e9}"),
        (b" =?UTF-8?B?4pys?=\r\n =?utf-8?B?4p0=?=\r\n =?utf-8?B?pA==?=", "\u{272c}\u{2764}"),
        (b" =?gb2312?B?xA==?= =?gb2312?B?46Y=?=", "\u{4f60}\u{fffd}"),
        // Each of these starts in ASCII.
        (b" =?iso-2022-jp?B?GyRCJU8=?= =?iso-2022-jp?Q?abc?=", "\u{30cf}abc"),
        // Not encoded words.
        (b" =?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        (b" =?utf-8?q?abc", "=?utf-8?q?abc"),
        (b" =??q?abc?=", "=??q?abc?="),
        (b" 1 =? 2 ?= 3", "1 =? 2 ?= 3"),
        // 8-bit octets.
        ("\u{dc}ber 10 \u{20ac}".as_bytes(), "\u{dc}ber 10 \u{20ac}"),
        (b" caf\xe9 \x80", "caf\u{e9} \u{20ac}"),
        (b" caf\xe9 =?utf-8?q?=C3=A9?=", "caf\u{e9} \u{e9}"),
        // What the charset does not have, and a charset nobody has.
        (b" =?utf-8?q?=FF?=", "\u{fffd}"),
        (b" =?x-nobody?q?caf=E9?=", "caf\u{e9}"),
        (b" =?us-ascii?q?plain?=", "plain"),
    ];
    for (value, expected) in table {
        assert_eq!(subject(value).as_deref(), Some(*expected), "{}", value.escape_ascii());
    }
}

#[test]
fn the_first_of_duplicate_fields_counts_and_an_absent_field_is_missing() {
    let row = row_of_header("SUBJECT: one\r\nSubject: two\r\nX-Empty:\r\nBroken line\r\nList-Id : <l.x.org>\r\n\r\n");
    assert_eq!(text(&row, Key::Fixed(Fixed::subject)).as_deref(), Some("one"));
    assert_eq!(text(&row, Key::Header("x-empty")).as_deref(), Some(""));
    assert_eq!(text(&row, Key::Header("List-ID")).as_deref(), Some("<l.x.org>"));
    assert_eq!(text(&row, Key::Header("X-Absent")), None);
    assert!(row.is_missing(Key::Header("X-Absent")) && !row.is_missing(Key::Header("X-Empty")));
}

#[test]
fn every_field_has_a_text() {
    let row = row_of_header("From: a@x\r\nSubject: =?utf-8?q?=C3=A9?=\r\nSubject: two\r\n\r\n");
    let texts: Vec<_> = row.header_texts().unwrap().collect();
    assert_eq!(texts, ["a@x", "\u{e9}", "two"]);
}

#[test]
fn addresses_are_read_leniently_and_in_order() {
    let ann = |name: &str| (Some(name.to_owned()), "ann@x.org");
    type Read<'t> = (Option<String>, &'t str);
    let table: &[(&str, &[Read<'_>])] = &[
        ("ann@x.org", &[(None, "ann@x.org")]),
        ("<ann@x.org>", &[(None, "ann@x.org")]),
        ("Ann Smith <ann@x.org>", &[ann("Ann Smith")]),
        ("\"Smith, Ann\" <ann@x.org>", &[ann("Smith, Ann")]),
        ("\"Ann \\\"A\\\" Smith\" <ann@x.org>", &[ann("Ann \"A\" Smith")]),
        ("Ann\r\n  Smith\r\n <ann@x.org>", &[ann("Ann Smith")]),
        ("=?utf-8?q?J=C3=B6rg?= Smith <ann@x.org>", &[ann("J\u{f6}rg Smith")]),
        ("=?utf-8?q?J=C3?= =?utf-8?q?=B6rg?= <ann@x.org>", &[ann("J\u{f6}rg")]),
        ("\"=?utf-8?q?J=C3=B6rg?=\" <ann@x.org>", &[ann("J\u{f6}rg")]),
        ("=?utf-8?q?Smith,_Ann_<a>?= <ann@x.org>", &[ann("Smith, Ann <a>")]),
        ("J\u{f6}rg <ann@x.org>", &[ann("J\u{f6}rg")]),
        ("John Q. Public <ann@x.org>", &[ann("John Q. Public")]),
        ("ann@x.org (Ann Smith)", &[ann("Ann Smith")]),
        ("ann@x.org (Ann (the \\) boss) Smith), b@y", &[ann("Ann (the ) boss) Smith"), (None, "b@y")]),
        ("Ann <ann@x.org> (at work)", &[ann("Ann")]),
        ("\"\" <ann@x.org>", &[(None, "ann@x.org")]),
        ("Ann Smith ann@x.org", &[ann("Ann Smith")]),
        ("Ann <ann(comment)@x.org", &[ann("Ann")]),
        // Local parts and domains.
        ("\"john doe\"@x.org", &[(None, "\"john doe\"@x.org")]),
        ("<\"john.doe\"@x.org>", &[(None, "john.doe@x.org")]),
        ("<\"a\\\"b\"@x.org>", &[(None, "\"a\\\"b\"@x.org")]),
        ("<\"a@b\"@x.org>", &[(None, "\"a@b\"@x.org")]),
        ("john . doe @ x . org", &[(None, "john.doe@x.org")]),
        ("<@a.org,@b.org:ann@x.org>", &[(None, "ann@x.org")]),
        ("ann@[IPv6:::1]", &[(None, "ann@[IPv6:::1]")]),
        ("Ann+Tag=x@X.Org", &[(None, "Ann+Tag=x@X.Org")]),
        ("j\u{f6}rg@b\u{fc}cher.example", &[(None, "j\u{f6}rg@b\u{fc}cher.example")]),
        // Lists and groups.
        ("a@x, B <b@y>,c@z", &[(None, "a@x"), (Some("B".into()), "b@y"), (None, "c@z")]),
        ("a@x; b@y", &[(None, "a@x"), (None, "b@y")]),
        (",, a@x ,,", &[(None, "a@x")]),
        ("undisclosed-recipients:;", &[]),
        ("Team: a@x, \"B, C\" <b@y>;, d@z", &[(None, "a@x"), (Some("B, C".into()), "b@y"), (None, "d@z")]),
        ("One: a@x; Two: ; c@z", &[(None, "a@x"), (None, "c@z")]),
        // No mailboxes.
        ("", &[]),
        ("Ann Smith", &[]),
        ("root, <>, <root>, <@x.org>, ann@, b@y", &[(None, "b@y")]),
        ("\"never closed <a@x>", &[]),
    ];
    for (value, expected) in table {
        let row = row_of_header(format!("To: {value}\r\n\r\n"));
        let addresses = row.addresses(Key::Fixed(Fixed::to)).unwrap();
        let pairs: Vec<_> = addresses.iter().map(|a| (a.name.clone(), a.email.as_str())).collect();
        assert_eq!(pairs, *expected, "{value:?}");
    }
}

#[test]
fn a_display_name_may_be_raw_latin_1() {
    let row = row_of_header(b"From: J\xf6rg <a@x>\r\n\r\n");
    let expected = Address { name: Some("J\u{f6}rg".into()), email: "a@x".into() };
    assert_eq!(row.addresses(Key::Fixed(Fixed::sender)).unwrap(), [expected]);
}

#[test]
fn an_address_list_without_addresses_is_empty_and_missing() {
    let row = row_of_header("From: a@x\r\nTo: undisclosed-recipients:;\r\n\r\n");
    let is_empty = |column| row.addresses(Key::Fixed(column)).unwrap().is_empty();
    assert!(!is_empty(Fixed::sender) && is_empty(Fixed::to) && is_empty(Fixed::cc));
    let is_missing = |column| row.is_missing(Key::Fixed(column));
    assert!(!is_missing(Fixed::sender) && is_missing(Fixed::to) && is_missing(Fixed::cc));
}

#[test]
fn message_ids_have_their_brackets() {
    let row = row_of_header(
        "Message-Id: <m@x>\r\nIn-Reply-To: <a@x> <b@x> (of Monday)\r\nReferences: <a@x>\r\n <b@x>\r\n\t<c@x>\r\n\r\n",
    );
    assert_eq!(text(&row, Key::Fixed(Fixed::message_id)).as_deref(), Some("<m@x>"));
    assert_eq!(text(&row, Key::Fixed(Fixed::in_reply_to)).as_deref(), Some("<a@x>"));
    assert_eq!(row.ids(Key::Fixed(Fixed::references)).unwrap(), ["<a@x>", "<b@x>", "<c@x>"]);
    let bare = row_of_header("Message-ID:\r\nReferences:\r\n\r\n");
    assert_eq!(text(&bare, Key::Fixed(Fixed::message_id)).as_deref(), Some(""));
    assert_eq!(text(&bare, Key::Fixed(Fixed::in_reply_to)), None);
    assert!(bare.ids(Key::Fixed(Fixed::references)).unwrap().is_empty());
}

#[test]
fn mime_is_the_roots_type_and_encoding_its_charset() {
    let table: &[(&str, Option<&str>, Option<&str>)] = &[
        ("Content-Type: Text/HTML; Charset=ISO-8859-1\r\n", Some("text/html"), Some("ISO-8859-1")),
        ("Content-Type: text/plain; charset=\"utf-8\"; format=flowed\r\n", Some("text/plain"), Some("utf-8")),
        ("Content-Type: multipart/mixed;\r\n boundary=b\r\n", Some("multipart/mixed"), None),
        ("Content-Type: text/plain (really); charset=us-ascii (ascii)\r\n", Some("text/plain"), Some("us-ascii")),
        ("Content-Type: text\r\n", Some("text"), None),
        ("Content-Type:\r\n", Some(""), None),
        ("Subject: x\r\n", None, None),
    ];
    for (header, mime, encoding) in table {
        let row = row_of_header(format!("{header}\r\n"));
        assert_eq!(text(&row, Key::Fixed(Fixed::mime)).as_deref(), *mime, "{header:?}");
        assert_eq!(text(&row, Key::Fixed(Fixed::encoding)).as_deref(), *encoding, "{header:?}");
        assert_eq!(row.is_missing(Key::Fixed(Fixed::encoding)), encoding.is_none(), "{header:?}");
    }
}

#[test]
fn the_date_field_is_read_with_its_offset() {
    let sent = |value: &str| row_of_header(format!("Date: {value}\r\n\r\n")).date(Key::Fixed(Fixed::sent)).unwrap();
    let zoned = sent("Thu, 1 Jan 2026 00:30:00 +0100").unwrap();
    assert_eq!(zoned.to_string(), "2026-01-01T00:30:00+01:00[+01:00]");
    assert_eq!(zoned.timestamp().to_string(), "2025-12-31T23:30:00Z");
    assert_eq!(sent("31 Feb 2026 00:30:00 +0100"), None);
    assert_eq!(row_of_header("\r\n").date(Key::Fixed(Fixed::sent)).unwrap(), None);
}
