//! What each kind of response is read as.

use super::super::{Code, Limits, Response, SequenceSet, Status, WireError, parse, sequence_set::UidList};
use super::{code, is_tagged, read, words};

fn set(text: &str) -> SequenceSet {
    SequenceSet::parse(text.as_bytes()).expect("a set")
}

fn error(response: &[u8]) -> WireError {
    parse(response, &Limits::default()).expect_err("an error")
}

#[test]
fn completions_carry_tag_status_code_and_text() {
    let Response::Tagged { tag, status, code, text } = read(b"A1 no [OverQuota] Sorry, full") else { panic!() };
    assert_eq!((tag, status, text), (&b"A1"[..], Status::No, &b"Sorry, full"[..]));
    assert!(matches!(code, Some(Code::OverQuota)));
}

#[test]
fn status_words_are_told_apart() {
    for (line, wanted) in [
        (&b"* OK hi"[..], Status::Ok),
        (b"* NO hi", Status::No),
        (b"* BAD hi", Status::Bad),
        (b"* BYE hi", Status::Bye),
        (b"* PREAUTH hi", Status::PreAuth),
    ] {
        let Response::Status { status, code: None, text } = read(line) else { panic!("{line:?}") };
        assert_eq!((status, text), (wanted, &b"hi"[..]));
    }
}

#[test]
fn continuations_keep_their_text() {
    for (line, wanted) in [(&b"+ go on"[..], &b"go on"[..]), (b"+", b""), (b"+ ", b""), (b"+ PDE+", b"PDE+")] {
        let Response::Continue { text } = read(line) else { panic!("{line:?}") };
        assert_eq!(text, wanted);
    }
}

#[test]
fn counts_are_numbers() {
    assert!(matches!(read(b"* 23 EXISTS"), Response::Exists(23)));
    assert!(matches!(read(b"* 0 recent"), Response::Recent(0)));
    assert!(matches!(read(b"* 4294967295 EXPUNGE"), Response::Expunge(u32::MAX)));
}

#[test]
fn lists_of_words_are_words() {
    let Response::Capability(capabilities) = read(b"* CAPABILITY IMAP4rev2 AUTH=PLAIN  X-FOO ") else { panic!() };
    assert_eq!(words(capabilities), ["IMAP4rev2", "AUTH=PLAIN", "X-FOO"]);
    let Response::Enabled(enabled) = read(b"* ENABLED") else { panic!() };
    assert_eq!(enabled.count(), 0);
    let Response::Flags(flags) = read(br"* FLAGS (\Answered $Junk)") else { panic!() };
    assert_eq!(words(flags), [r"\Answered", "$Junk"]);
}

#[test]
fn list_gives_attributes_delimiter_and_name() {
    let Response::List(list) =
        read(br#"* LIST (\HasNoChildren \Sent) "/" "Gesendet &APw-" ("CHILDINFO" ("SUBSCRIBED"))"#)
    else {
        panic!()
    };
    assert_eq!(words(list.attributes), [r"\HasNoChildren", r"\Sent"]);
    assert_eq!(list.delimiter, Some(b'/'));
    assert_eq!(list.name.decoded(), "Gesendet ü");
    assert_eq!(&*list.name.raw, b"Gesendet &APw-");
}

#[test]
fn list_takes_every_form_of_name_and_delimiter() {
    for (line, delimiter, name) in [
        (&br#"* LSUB () NIL INBOX"#[..], None, "INBOX"),
        (br#"* XLIST (\Inbox) "." NIL"#, Some(b'.'), "NIL"),
        (br#"* LIST () "\\" "a\\b\"c""#, Some(b'\\'), "a\\b\"c"),
        (b"* LIST () \"/\" {4}\r\na\"\\b", Some(b'/'), "a\"\\b"),
        (b"* LIST NIL \"/\" \"\"", Some(b'/'), ""),
        (br#"* LIST () "/" "never\escaped""#, Some(b'/'), r"never\escaped"),
    ] {
        let Response::List(list) = read(line) else { panic!("{line:?}") };
        assert_eq!((list.delimiter, list.name.decoded().as_str()), (delimiter, name));
    }
}

#[test]
fn status_of_a_mailbox_passes_over_unknown_items() {
    let line =
        b"* STATUS \"A b\" (MESSAGES 231 X-NEW (a (b) {2}\r\n))) UIDNEXT 44292 uidvalidity 7 UNSEEN 3 DELETED 1 \
                 SIZE 6000000000 HIGHESTMODSEQ 18446744073709551615 MAILBOXID (F1) RECENT 0 )";
    let Response::StatusOf(status) = read(line) else { panic!() };
    assert_eq!(status.name.decoded(), "A b");
    assert_eq!((status.messages, status.recent, status.unseen, status.deleted), (Some(231), Some(0), Some(3), Some(1)));
    assert_eq!((status.uid_next, status.uid_validity), (Some(44292), Some(7)));
    assert_eq!((status.size, status.highest_mod_seq), (Some(6_000_000_000), Some(u64::MAX)));
    let Response::StatusOf(status) = read(b"* STATUS x ()") else { panic!() };
    assert_eq!(status.messages, None);
}

#[test]
fn search_and_sort_list_numbers_in_the_order_sent() {
    let Response::Search(numbers) = read(b"* SEARCH 2 84 882") else { panic!() };
    assert_eq!(numbers.collect::<Vec<_>>(), [2, 84, 882]);
    let Response::Sort(numbers) = read(b"* SORT 5 3 4 (MODSEQ 917162500)") else { panic!() };
    assert_eq!(numbers.collect::<Vec<_>>(), [5, 3, 4]);
    let Response::Search(numbers) = read(b"* SEARCH") else { panic!() };
    assert_eq!(numbers.count(), 0);
}

#[test]
fn a_search_answer_that_cannot_be_read_is_an_error_and_no_shorter_answer() {
    for line in ["* SEARCH 1 x 3", "* SEARCH 1 4294967296", "* SORT 1,2", "* ESEARCH ALL 1:*", "* ESEARCH COUNT many"] {
        assert!(matches!(error(line.as_bytes()), WireError::Malformed { .. }), "{line}");
    }
}

#[test]
fn extended_search_gives_its_return_data() {
    let Response::Esearch(found) =
        read(br#"* ESEARCH (TAG "A282") UID MIN 2 MAX 47 COUNT 25 ALL 4:18,21,28 MODSEQ 917"#)
    else {
        panic!()
    };
    assert_eq!(found.tag.as_deref(), Some(&b"A282"[..]));
    assert!(found.uid);
    assert_eq!((found.min, found.max, found.count, found.mod_seq), (Some(2), Some(47), Some(25), Some(917)));
    assert_eq!(found.all, Some(set("4:18,21,28")));
    assert_eq!(found.partial, None);
}

#[test]
fn extended_search_without_anything_is_empty() {
    let Response::Esearch(found) = read(b"* ESEARCH (TAG {2}\r\nA1)") else { panic!() };
    assert_eq!(found.tag.as_deref(), Some(&b"A1"[..]));
    assert!(!found.uid && found.all.is_none() && found.count.is_none());
}

#[test]
fn windows_of_a_search_may_be_empty() {
    let Response::Esearch(found) = read(br#"* ESEARCH (TAG "A") UID PARTIAL (-1:-100 23500,23600:23602)"#) else {
        panic!()
    };
    assert_eq!(found.partial, Some(Some(set("23500,23600:23602"))));
    let Response::Esearch(found) = read(br#"* ESEARCH (TAG "A") UID PARTIAL (1:100 NIL) COUNT 0"#) else { panic!() };
    assert_eq!((found.partial, found.count), (Some(None), Some(0)));
}

#[test]
fn an_extended_sort_keeps_its_order() {
    let Response::Esearch(found) = read(br#"* ESEARCH (TAG "A") UID ALL 5,3:1,9"#) else { panic!() };
    assert_eq!(found.in_order().map(|list| list.iter().collect()), Some(vec![5, 3, 2, 1, 9]));
    assert_eq!(found.all, Some(set("1:3,5,9")));
    let Response::Esearch(found) = read(br#"* ESEARCH (TAG "A") UID PARTIAL (1:3 7,2,4)"#) else { panic!() };
    assert_eq!(found.in_order().map(|list| list.iter().collect()), Some(vec![7, 2, 4]));
}

#[test]
fn vanished_tells_earlier_from_now() {
    let Response::Vanished { earlier: true, uids } = read(b"* VANISHED (EARLIER) 300:310,405") else { panic!() };
    assert_eq!(uids, set("300:310,405"));
    let Response::Vanished { earlier: false, uids } = read(b"* VANISHED 1:4294967295") else { panic!() };
    assert_eq!(uids.len(), u64::from(u32::MAX));
    assert!(matches!(error(b"* VANISHED all"), WireError::Malformed { what: "VANISHED", .. }));
}

#[test]
fn unknown_responses_are_named_and_no_errors() {
    for (line, word) in [
        (&br#"* NAMESPACE (("" "/")) NIL NIL"#[..], &b"NAMESPACE"[..]),
        (b"* ID NIL", b"ID"),
        (b"* QUOTA \"\" (STORAGE 10 512)", b"QUOTA"),
        (b"* THREAD (2)(3 6 (4 23))", b"THREAD"),
        (b"* 5 EXPUNGED", b"EXPUNGED"),
        (b"* 99999999999 X", b"X"),
        (b"* \xff\0 {", b"\xff\0"),
        (b"*", b""),
        (b"", b""),
    ] {
        let Response::Unknown(named) = read(line) else { panic!("{line:?}") };
        assert_eq!(named, word);
    }
}

#[test]
fn known_responses_that_cannot_be_read_are_errors_that_name_them() {
    for (line, named) in [
        (&b"* 99999999999 EXISTS"[..], "EXISTS"),
        (b"* 5 FETCH", "FETCH"),
        (b"* LIST (", "LIST"),
        (b"* STATUS x (MESSAGES", "STATUS"),
        (b"A1", "completion"),
        (b"A1 WHAT", "completion"),
        (b" OK", "completion"),
    ] {
        assert!(matches!(error(line), WireError::Malformed { what, .. } if what == named), "{named}");
    }
}

#[test]
fn errors_quote_what_came_cut_and_escaped() {
    let mut line = b"* LIST \x1b[2J\xff\xe2\x80\xae".to_vec();
    line.extend_from_slice(&[b'x'; 200]);
    let shown = error(&line).to_string();
    assert_eq!(
        shown,
        format!("the server sent a malformed LIST: * LIST \\u{{1b}}[2J\\xff\\u{{202e}}{}...", "x".repeat(80 - 15))
    );
}

#[test]
fn errors_do_not_show_what_a_literal_holds() {
    let shown = error(b"* LIST {17}\r\nDear Alice, hello {").to_string();
    assert_eq!(shown, "the server sent a malformed LIST: * LIST {17}");
}

#[test]
fn codes_without_arguments() {
    for name in [
        "ALERT",
        "ALREADYEXISTS",
        "AUTHENTICATIONFAILED",
        "CLOSED",
        "INUSE",
        "LIMIT",
        "NOMODSEQ",
        "NONEXISTENT",
        "NOTSAVED",
        "OVERQUOTA",
        "READ-ONLY",
        "READ-WRITE",
        "TOOBIG",
        "TRYCREATE",
        "UNAVAILABLE",
    ] {
        let line = format!("A1 OK [{}] text", name.to_lowercase());
        let code = code(line.as_bytes());
        assert_eq!(code.name(), name);
        assert!(!matches!(code, Code::Other { .. }), "{name}");
    }
}

#[test]
fn codes_with_arguments() {
    assert!(matches!(code(b"* OK [UIDVALIDITY 3857529045] ok"), Code::UidValidity(3_857_529_045)));
    assert!(matches!(code(b"* OK [UIDNEXT 4392] ok"), Code::UidNext(4392)));
    assert!(matches!(code(b"* OK [UNSEEN 12] ok"), Code::Unseen(12)));
    assert!(matches!(code(b"* OK [HIGHESTMODSEQ 715194045007] ok"), Code::HighestModSeq(715_194_045_007)));
    assert!(matches!(code(b"A1 NO [REFERRAL imap://x/y;a=b] x"), Code::Referral(b"imap://x/y;a=b")));
    assert!(matches!(code(b"A1 OK [MODIFIED 7,9] x"), Code::Modified(uids) if uids == set("7,9")));
    assert!(
        matches!(code(b"A1 OK [APPENDUID 1 3955] x"), Code::AppendUid { validity: 1, uids } if uids == set("3955"))
    );
    let Code::PermanentFlags(flags) = code(br"* OK [PERMANENTFLAGS (\Deleted \*)] x") else { panic!() };
    assert_eq!(words(flags), [r"\Deleted", r"\*"]);
    let Code::BadCharset(charsets) = code(br#"A1 NO [BADCHARSET ("US-ASCII" UTF-8)] x"#) else { panic!() };
    assert_eq!(words(charsets), ["US-ASCII", "UTF-8"]);
    let Code::Capability(capabilities) = code(b"* OK [CAPABILITY IMAP4rev1 IDLE] hi") else { panic!() };
    assert_eq!(words(capabilities), ["IMAP4rev1", "IDLE"]);
}

#[test]
fn trap_copyuid_with_reversed_and_mixed_ranges_pairs_in_the_order_written() {
    let Code::CopyUid { validity: 38505, source, target } = code(b"A1 OK [COPYUID 38505 304,320:318 3956:3958,7] x")
    else {
        panic!()
    };
    let pairs: Vec<_> = source.iter().zip(target.iter()).collect();
    assert_eq!(pairs, [(304, 3956), (320, 3957), (319, 3958), (318, 7)]);
}

#[test]
fn a_huge_copyuid_is_counted_and_not_listed() {
    let Code::CopyUid { source, target, .. } = code(b"A1 OK [COPYUID 1 1:4294967295 4294967295:1] x") else { panic!() };
    assert_eq!((source.len(), target.len()), (4_294_967_295, 4_294_967_295));
    assert_eq!(source.iter().zip(target.iter()).nth(1), Some((2, 4_294_967_294)));
    assert_eq!(UidList::parse(b"0"), None);
}

#[test]
fn a_code_whose_arguments_cannot_be_read_is_kept_as_other() {
    for (line, named, arguments) in [
        (&b"A1 OK [COPYUID 1 1:3 4:5] uneven"[..], &b"COPYUID"[..], &b"1 1:3 4:5"[..]),
        (b"A1 OK [COPYUID 1 1:* 4:5] star", b"COPYUID", b"1 1:* 4:5"),
        (b"A1 OK [COPYUID 1  ] Exchange with nothing to copy", b"COPYUID", b"1  "),
        (b"* OK [UIDVALIDITY 0x1f] x", b"UIDVALIDITY", b"0x1f"),
        (b"* OK [UIDNEXT 4294967296] x", b"UIDNEXT", b"4294967296"),
        (b"* OK [X-NEW a \"]\" b] x", b"X-NEW", b"a \"]\" b"),
        (b"* OK [] x", b"", b""),
    ] {
        let Code::Other { name, rest } = code(line) else { panic!("{line:?}") };
        assert_eq!((name, rest), (named, arguments));
    }
}

#[test]
fn a_code_that_is_never_closed_is_text() {
    let Response::Status { code: None, text, .. } = read(b"* OK [ALERT without end") else { panic!() };
    assert_eq!(text, b"[ALERT without end");
    let Response::Status { code: Some(Code::Other { name, .. }), text, .. } = read(b"* OK [A\"B] it's \"") else {
        panic!()
    };
    assert_eq!((name, text), (&b"A\"B"[..], &b"it's \""[..]));
}

#[test]
fn trap_a_completion_without_text() {
    assert!(is_tagged(&read(b"A1 OK"), "A1", Status::Ok));
    assert!(is_tagged(&read(b"A1 BAD "), "A1", Status::Bad));
    assert!(is_tagged(&read(b"A1 OK [READ-WRITE]"), "A1", Status::Ok));
}
