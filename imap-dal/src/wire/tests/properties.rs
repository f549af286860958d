//! Laws of framing and parsing that hold for any input.

use proptest::prelude::*;

use super::super::{
    Command, Item, Limits, Literals, Response, parse,
    testing::{exhaust, framed},
};

/// Responses of every kind, as seeds to cut up and change.
const VALID: [&[u8]; 21] = [
    b"* OK [CAPABILITY IMAP4rev1 LITERAL+] ready {5}",
    b"A1 OK [COPYUID 38505 304,319:320 3956:3958] done",
    b"A2 NO [BADCHARSET (UTF-8 \"US-ASCII\")] sorry",
    b"* OK [PERMANENTFLAGS (\\Deleted \\*)] limited",
    b"+ idling",
    b"* 23 EXISTS",
    b"* FLAGS (\\Answered \\Seen $Junk)",
    b"* LIST (\\HasChildren) \"/\" {5}\r\na\"b)\\ (\"CHILDINFO\" (\"SUBSCRIBED\"))",
    b"* STATUS \"a b\" (MESSAGES 231 UIDNEXT 44292 X (1 2))",
    b"* SEARCH 2 84 882 (MODSEQ 917162500)",
    b"* SORT 5 3 4 1 2",
    b"* ESEARCH (TAG \"A285\") UID MIN 7 MAX 3800 COUNT 3 ALL 7,9:12,3800 PARTIAL (1:3 7,9) X (a \"b\")",
    b"* VANISHED (EARLIER) 41,43:116,118",
    b"* 12 FETCH (UID 4 FLAGS (\\Seen) RFC822.SIZE 44 INTERNALDATE \" 1-Feb-2026 10:00:00 +0000\" MODSEQ (9))",
    b"* 12 FETCH (BODY[HEADER.FIELDS (SUBJECT \"FROM\")] {9}\r\na: b)\r\n\r\n FLAGS ())",
    b"* 12 FETCH (BODY[1.2.MIME]<5> ~{3}\r\n\0\r\n BODY[TEXT] \"a\\\"b\" BODY[] NIL)",
    b"* 12 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"a\" \"b\") NIL NIL \"7BIT\" 9 2 NIL (\"inline\" (\"x\" \"y\")) NIL)(\"a\" \"b\" NIL NIL NIL NIL 1) \"MIXED\" (\"boundary\" {1}\r\nx) NIL NIL) UID 3)",
    b"* 12 FETCH (BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 3 (NIL NIL (NIL)) (\"text\" \"plain\" () NIL NIL \"7bit\" 1 1) 3) UID 3)",
    b"* 12 FETCH (X-GM-LABELS (\"\\\\Inbox\" foo) EMAILID (M1) THREADID NIL PREVIEW {2}\r\n)) SAVEDATE NIL)",
    b"* ENABLED CONDSTORE QRESYNC",
    b"* BYE \xe9\xff see you",
];

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        8 => prop::sample::select(VALID.to_vec()).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
        1 => "[*+A1 ]{0,3}(OK|NO|X|FETCH)?[ ]?[~]?\\{[0-9]{1,3}\\+?\\}".prop_map(String::into_bytes),
    ];
    let end = prop::sample::select(vec![&b"\r\n"[..], b"\n"]);
    proptest::collection::vec((line, end), 0..12)
        .prop_map(|lines| lines.into_iter().flat_map(|(line, end)| [&line[..], end].concat()).collect())
}

/// A valid response with some octets replaced, removed, inserted or repeated.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let octet = prop_oneof![any::<u8>(), prop::sample::select(b"(){}[]<>\"\\~ \r\n*+0199NIL".to_vec())];
    let change = (any::<prop::sample::Index>(), 0..5_u8, octet, 1..12_usize);
    (prop::sample::select(VALID.to_vec()), proptest::collection::vec(change, 1..6)).prop_map(|(valid, changes)| {
        let mut bytes = valid.to_vec();
        for (place, kind, octet, n) in changes {
            let at = place.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + n).min(bytes.len());
            match kind {
                0 => bytes.insert(at, octet),
                1 => drop(bytes.drain(at..end)),
                2 => bytes.truncate(at),
                3 => bytes.extend_from_within(at..end),
                _ => bytes[at..end].fill(octet),
            }
        }
        bytes
    })
}

#[test]
fn the_seeds_are_valid() {
    for response in VALID {
        let parsed = parse(response, &Limits::default()).expect("parses");
        assert!(!matches!(parsed, Response::Unknown(_)));
        if let Response::Fetch(fetch) = parsed {
            assert!(fetch.items.clone().count() > 0 && fetch.items.clone().all(|item| item.is_ok()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_panics_on_arbitrary_octets(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        exhaust(&bytes);
    }

    #[test]
    fn parsing_never_panics_on_what_looks_like_imap(
        head in prop::sample::select(vec!["", "* ", "* 1 FETCH (", "* 1 FETCH (BODYSTRUCTURE (", "* LIST ", "* ESEARCH ", "* OK [", "A1 NO [", "* STATUS x ("]),
        tail in "([ ()\"\\\\{}\\[\\]<>~,:*0-9A-C\r\n]|NIL|UID|BODY|FLAGS|\\{1\\}\r\n|ALL|PARTIAL|COPYUID){0,40}",
    ) {
        exhaust(format!("{head}{tail}").as_bytes());
    }

    #[test]
    fn parsing_never_panics_on_changed_responses(bytes in mutated()) {
        exhaust(&bytes);
    }

    #[test]
    fn frames_do_not_depend_on_how_the_stream_is_cut(
        stream in stream(),
        reads in proptest::collection::vec(1..40_usize, 1..20),
        line in 20..400_usize,
        literal in 0..300_usize,
        response in 20..600_usize,
    ) {
        let limits = Limits { line, literal, response, nesting: 8, ..Limits::default() };
        let (whole, error) = framed(&stream, &[], limits);
        let (cut, cut_error) = framed(&stream, &reads, limits);
        let (single, single_error) = framed(&stream, &[1], limits);
        prop_assert_eq!((&whole, error.is_some()), (&cut, cut_error.is_some()));
        prop_assert_eq!((&whole, error.is_some()), (&single, single_error.is_some()));
    }

    #[test]
    fn frames_lose_nothing(stream in stream()) {
        let (frames, error) = framed(&stream, &[3], Limits::default());
        prop_assert_eq!(error, None);
        let mut at = 0;
        for frame in frames {
            prop_assert!(stream[at..].starts_with(&frame));
            at += frame.len();
            at += if stream[at..].starts_with(b"\r\n") { 2 } else { 1 };
            prop_assert_eq!(stream[at - 1], b'\n');
        }
    }

    #[test]
    fn what_is_framed_is_parsed_without_panic(stream in stream()) {
        framed(&stream, &[], Limits::default()).0.iter().for_each(|frame| exhaust(frame));
    }

    #[test]
    fn any_octets_come_back_through_a_literal(data in proptest::collection::vec(any::<u8>(), 0..100)) {
        let mut line = format!("* 1 FETCH (UID 1 BODY[] {{{}}}\r\n", data.len()).into_bytes();
        line.extend_from_slice(&data);
        line.extend_from_slice(b" FLAGS (\\Seen))\r\n");
        let (frames, error) = framed(&line, &[7], Limits::default());
        prop_assert_eq!((frames.len(), error), (1, None));
        let Ok(Response::Fetch(fetch)) = parse(&frames[0], &Limits::default()) else { panic!() };
        let items: Vec<_> = fetch.items.collect();
        let Ok(Item::Body { data: Some(read), .. }) = &items[1] else { panic!() };
        prop_assert_eq!(&**read, &data[..]);
        prop_assert!(matches!(&items[2], Ok(Item::Flags(_))));
    }

    #[test]
    fn a_string_quoted_as_the_encoder_does_is_read_back(value in "[ -~]{0,40}") {
        let mut command = Command::new("LIST () NIL");
        command.astring(&value);
        let sent = command.encode("T", Literals::Plus).expect("encodes").octets().concat();
        let line = [b"* ", sent.strip_prefix(b"T ").expect("a tag")].concat();
        let Ok(Response::List(list)) = parse(line.trim_ascii_end(), &Limits::default()) else { panic!() };
        prop_assert_eq!(&*list.name.raw, value.as_bytes());
    }
}
