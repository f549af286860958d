//! FETCH, and what servers were seen to do there.

use std::borrow::Cow;

use super::super::{Item, Limits, Response, SectionKind, WireError, parse};
use super::{fetch, items, read, words};

/// The items as short texts, for comparing.
fn described(response: &[u8]) -> Vec<String> {
    items(response).into_iter().map(|item| described_item(&item)).collect()
}

fn described_item(item: &Item<'_>) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let nullable = |bytes: Option<&[u8]>| bytes.map_or("NIL".to_owned(), text);
    match item {
        Item::Uid(n) => format!("uid {n}"),
        Item::Flags(flags) => format!("flags {}", words(flags.clone()).join(" ")),
        Item::InternalDate(date) => format!("internaldate {}", nullable(*date)),
        Item::Size(n) => format!("size {n}"),
        Item::ModSeq(n) => format!("modseq {n}"),
        Item::EmailId(id) => format!("emailid {}", nullable(id.as_deref())),
        Item::ThreadId(id) => format!("threadid {}", nullable(id.as_deref())),
        Item::SaveDate(date) => format!("savedate {}", nullable(*date)),
        Item::Preview(preview) => format!("preview {}", nullable(preview.as_deref())),
        Item::Body { section, origin, data } => format!(
            "{}/{:?}/{}/{origin:?} {}",
            text(section.path),
            section.kind,
            words(section.fields.clone()).join(" "),
            nullable(data.as_deref())
        ),
        Item::Structure(structure) => format!("structure of {} leaves", structure.leaves().count()),
    }
}

#[test]
fn plain_items_are_read() {
    assert_eq!(
        described(
            br#"* 12 FETCH (UID 4 FLAGS (\Seen $Junk) INTERNALDATE " 1-Feb-2026 10:00:00 +0000" RFC822.SIZE 4286 MODSEQ (624140003) EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9) SAVEDATE "01-Feb-2026 10:00:00 +0000" PREVIEW "Hi \"you\"")"#
        ),
        [
            "uid 4",
            r"flags \Seen $Junk",
            "internaldate  1-Feb-2026 10:00:00 +0000",
            "size 4286",
            "modseq 624140003",
            "emailid M6d99ac3275bb4e",
            "threadid T64b478a75b7ea9",
            "savedate 01-Feb-2026 10:00:00 +0000",
            "preview Hi \"you\"",
        ]
    );
}

#[test]
fn what_a_server_does_not_know_is_nil() {
    assert_eq!(
        described(b"* 1 FETCH (SAVEDATE NIL THREADID NIL EMAILID nil PREVIEW NIL BODY[1] NIL FLAGS ())"),
        ["savedate NIL", "threadid NIL", "emailid NIL", "preview NIL", "1/Whole//None NIL", "flags "]
    );
}

#[test]
fn trap_internaldate_nil() {
    assert_eq!(described(b"* 1 FETCH (UID 7 INTERNALDATE NIL)"), ["uid 7", "internaldate NIL"]);
}

#[test]
fn sections_are_told_apart() {
    for (section, wanted) in [
        ("BODY[]", "/Whole//None x"),
        ("BODY[1.2]", "1.2/Whole//None x"),
        ("BODY[HEADER]", "/Header//None x"),
        ("body[header.fields (Subject \"From\")]", "/Fields/Subject From/None x"),
        ("BODY[HEADER.FIELDS.NOT (To)]", "/FieldsNot/To/None x"),
        ("BODY[3.HEADER]", "3/Header//None x"),
        ("BODY[2.1.MIME]", "2.1/Mime//None x"),
        ("BODY[TEXT]<100>", "/Text//Some(100) x"),
        ("BODY[]<0>", "/Whole//Some(0) x"),
        ("RFC822", "/Whole//None x"),
        ("RFC822.HEADER", "/Header//None x"),
        ("RFC822.TEXT", "/Text//None x"),
    ] {
        let line = format!("* 1 FETCH ({section} {{1}}\r\nx)");
        assert_eq!(described(line.as_bytes()), [wanted], "{section}");
    }
}

#[test]
fn a_literal_is_borrowed_from_the_response() {
    let line = b"* 1 FETCH (BODY[] {5}\r\na)\r\nb BODY[1] \"quoted\" BODY[2] \"q\\\"\" BODY[3] ~{2}\r\n\0\xff)";
    let data: Vec<_> = items(line)
        .into_iter()
        .map(|item| match item {
            Item::Body { data: Some(data), .. } => data,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(matches!(data[0], Cow::Borrowed(b"a)\r\nb")));
    assert!(matches!(data[1], Cow::Borrowed(b"quoted")));
    assert!(matches!(&data[2], Cow::Owned(text) if text == b"q\""));
    assert!(matches!(data[3], Cow::Borrowed(b"\0\xff")));
}

#[test]
fn trap_flags_may_come_before_or_after_the_body() {
    let before = described(b"* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[] {2}\r\n)))");
    let after = described(b"* 1 FETCH (UID 1 BODY[] {2}\r\n)) FLAGS (\\Seen))");
    assert_eq!(before, ["uid 1", r"flags \Seen", "/Whole//None ))"]);
    assert_eq!(after, ["uid 1", "/Whole//None ))", r"flags \Seen"]);
}

#[test]
fn trap_unknown_items_are_passed_over_whatever_their_shape() {
    for unknown in [
        "X-GM-MSGID 1278455344230334865",
        r#"X-GM-LABELS ("\\Inbox" "a)b" Foo (()))"#,
        "X-LITERAL {4}\r\n)))(",
        "X-DEEP (a (b {3}\r\n))) \"c)\" ()) d)",
        "BINARY[1.2] ~{3}\r\n\0()",
        "BINARY.SIZE[1] 5",
        "BINARY[1]<0> NIL",
        "BODY[1.X-NEW (a)] \"x\"",
        r#"ENVELOPE ("Mon, 1 Jan" "s" ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL NIL "<1>")"#,
        "X-8BIT \u{e9}\u{20ac}",
        "ANNOTATION (/comment (value.priv \"x\"))",
        "ENVELOPE (NIL \"{5} a\" (({4}\r\nA \"B NIL \"a\" \"x.org\")) NIL NIL NIL NIL NIL NIL NIL)",
    ] {
        let line = format!("* 1 FETCH (UID 5 {unknown} RFC822.SIZE 6)");
        assert_eq!(described(line.as_bytes()), ["uid 5", "size 6"], "{unknown}");
    }
}

#[test]
fn a_malformed_item_is_one_error_and_the_others_are_read() {
    for broken in [
        "UID x",
        "UID 4294967296",
        "UID 5x",
        "UID (5)",
        "MODSEQ (a)",
        "FLAGS \\Seen",
        "INTERNALDATE (a b)",
        "BODY {1}\r\nx",
    ] {
        let line = format!("* 1 FETCH (RFC822.SIZE 1 {broken} FLAGS (\\Seen))");
        let read: Vec<_> = fetch(line.as_bytes()).items.collect();
        assert_eq!(read.len(), 3, "{broken}: {read:?}");
        assert!(matches!(read[0], Ok(Item::Size(1))), "{broken}");
        assert!(matches!(&read[1], Err(WireError::Malformed { what: "FETCH item", .. })), "{broken}");
        assert!(matches!(read[2], Ok(Item::Flags(_))), "{broken}");
    }
}

#[test]
fn after_a_malformed_item_without_certain_end_nothing_is_read() {
    for broken in
        ["PREVIEW \"never closed FLAGS ()", "X-NEW (a (b) FLAGS ()", "BODY[] {9}\r\nshort)", "BODY[ ", "UID 5", "UID"]
    {
        let line = format!("* 1 FETCH (RFC822.SIZE 1 {broken}");
        let read: Vec<_> = fetch(line.as_bytes()).items.collect();
        assert!(matches!(read.first(), Some(Ok(Item::Size(1)))), "{broken}");
        assert!(matches!(read.last(), Some(Err(WireError::Malformed { .. }))), "{broken}: {read:?}");
        assert!(!read.iter().any(|item| matches!(item, Ok(Item::Flags(_)))), "{broken}");
    }
}

#[test]
fn some_servers_leave_out_or_double_what_the_grammar_wants() {
    assert_eq!(
        described(b"* 1 FETCH  ( UID  5  MODSEQ 9 EMAILID M1 FLAGS NIL RFC822.SIZE \"77\" )"),
        ["uid 5", "modseq 9", "emailid M1", "flags ", "size 77"]
    );
    assert_eq!(described(b"* 1 FETCH (RFC822.SIZE -1)"), ["size 0"]);
    assert_eq!(described(b"* 1 FETCH ()"), [""; 0]);
}

#[test]
fn trap_esearch_with_unknown_return_data_and_parenthesised_modseq() {
    let line = b"* ESEARCH (TAG \"A1\") UID X-NEW (a {2}\r\n)) \"b\") RELEVANCY (4 99 42) X-MORE \"x y\" COUNT 3 (MODSEQ 917162488) ALL 1:3";
    let Response::Esearch(found) = read(line) else { panic!() };
    assert_eq!((found.count, found.mod_seq), (Some(3), Some(917_162_488)));
    assert_eq!(found.all.map(|all| all.to_string()).as_deref(), Some("1:3"));
    let Response::Esearch(found) = read(b"* ESEARCH (TAG \"A1\") (X-NEW 5) MODSEQ (7)") else { panic!() };
    assert_eq!((found.count, found.mod_seq), (None, Some(7)));
}

#[test]
fn trap_non_ascii_in_human_text() {
    for line in ["* OK [ALERT]\u{e9}", "* NO Bo\u{ee}te pleine", "A1 BAD \u{4e2d}\u{6587}", "* BYE \u{e9}"] {
        read(line.as_bytes());
    }
    let Response::Status { text, .. } = read(b"* NO caf\xe9 \xff") else { panic!() };
    assert_eq!(text, b"caf\xe9 \xff");
}

#[test]
fn trap_nul_and_8_bit_everywhere() {
    assert_eq!(
        described(b"* 1 FETCH (UID 1 FLAGS (\xe9 a\0b) PREVIEW \"\0\xff\" X\xff\0 \0)"),
        ["uid 1", "flags \u{fffd} a\0b", "preview \0\u{fffd}"]
    );
    let Response::List(list) = read(b"* LIST (\\\xe9) \"\xff\" Caf\xe9") else { panic!() };
    assert_eq!((list.delimiter, list.name.decoded().as_str()), (Some(0xff), "Caf\u{fffd}"));
}

#[test]
fn trap_huge_sets_are_not_materialised() {
    let Response::Esearch(found) = read(br#"* ESEARCH (TAG "A") UID COUNT 4294967295 ALL 1:4294967295"#) else {
        panic!()
    };
    let all = found.all.expect("a set");
    assert_eq!((all.len(), all.ranges().len()), (4_294_967_295, 1));
    assert_eq!(all.iter().next_back(), Some(u32::MAX));
}

#[test]
fn trap_literal_sizes_beyond_the_response_are_errors_of_the_item() {
    for size in ["4294967295", "99999999999999999999"] {
        let line = format!("* 1 FETCH (BODY[] {{{size}}}\r\nabc)");
        let read: Vec<_> = fetch(line.as_bytes()).items.collect();
        assert!(matches!(read.as_slice(), [Err(WireError::Malformed { .. })]), "{read:?}");
    }
}

#[test]
fn trap_100_nested_multiparts_are_read_and_10_000_are_an_error_of_their_item() {
    let nested = |depth: usize| {
        let leaf = r#"("text" "plain" NIL NIL NIL "7bit" 5 1)"#;
        let line =
            format!("* 1 FETCH (BODYSTRUCTURE {}{leaf}{} UID 5)", "(".repeat(depth), " \"mixed\")".repeat(depth));
        let read: Vec<_> = fetch(line.as_bytes()).items.map(|item| item.map(|item| described_item(&item))).collect();
        read
    };
    assert_eq!(nested(100), [Ok("structure of 1 leaves".to_owned()), Ok("uid 5".to_owned())]);
    let limit = WireError::Limit { what: "nesting", limit: 256 };
    assert_eq!(nested(10_000), [Err(limit.clone()), Ok("uid 5".to_owned())]);
    assert_eq!(nested(256), [Err(limit), Ok("uid 5".to_owned())]);
    assert_eq!(nested(255), [Ok("structure of 1 leaves".to_owned()), Ok("uid 5".to_owned())]);
}

#[test]
fn trap_deep_parentheses_in_an_unknown_item_take_no_stack() {
    let line = format!("* 1 FETCH (X-DEEP {}{} UID 5)", "(".repeat(1_000_000), ")".repeat(1_000_000));
    assert_eq!(described(line.as_bytes()), ["uid 5"]);
}

#[test]
fn embedded_messages_nest_no_deeper_than_multiparts() {
    let line = |depth: usize| {
        let (mut open, mut close) = (String::new(), String::new());
        for _ in 0..depth {
            open.push_str(r#"("message" "rfc822" NIL NIL NIL "7bit" 9 (NIL) "#);
            close.push_str(" 3)");
        }
        format!(r#"* 1 FETCH (BODYSTRUCTURE {open}("text" "plain" NIL NIL NIL "7bit" 5 1){close})"#)
    };
    assert_eq!(described(line(255).as_bytes()), ["structure of 1 leaves"]);
    let too_deep = line(10_000);
    let Ok(Response::Fetch(fetch)) = parse(too_deep.as_bytes(), &Limits::default()) else { panic!() };
    assert!(matches!(
        fetch.items.collect::<Vec<_>>().as_slice(),
        [Err(WireError::Limit { what: "nesting", limit: 256 })]
    ));
}

#[test]
fn unsolicited_flags_are_a_fetch_like_any_other() {
    let fetch = fetch(b"* 5 FETCH (UID 5 MODSEQ (9) FLAGS (\\Deleted))");
    assert_eq!(fetch.seq, 5);
    assert_eq!(fetch.items.count(), 3);
}

#[test]
fn section_kinds_ignore_case() {
    let parsed = items(b"* 1 FETCH (bOdY[1.mImE] \"x\")");
    assert!(
        matches!(&parsed[..], [Item::Body { section, .. }] if section.kind == SectionKind::Mime && section.path == b"1")
    );
}
