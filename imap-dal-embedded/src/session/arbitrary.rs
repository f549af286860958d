//! Whatever comes in, a session ends without a panic and keeps its promises. `PROPTEST_CASES` makes the search longer.

use std::io::{self, Read, Write};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{End, Session};
use crate::builder::Options;
use crate::limits::Limits;
use crate::server::{Shared, User};
use crate::store::{Flags, Incoming, Store};

/// What a client sends, in pieces; what it is sent.
struct Script {
    pieces: std::vec::IntoIter<Vec<u8>>,
    out: Vec<u8>,
}

impl Read for Script {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.pieces.next() else { return Ok(0) };
        let count = piece.len().min(buffer.len());
        buffer[..count].copy_from_slice(&piece[..count]);
        if count == 0 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(count) }
    }
}

impl Write for Script {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.out.extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The answer to these pieces on a mailbox with these messages.
fn answer(messages: &[Vec<u8>], pieces: Vec<Vec<u8>>) -> Vec<u8> {
    let store = Store::new('/', 1);
    let mut state = store.lock();
    state.create("INBOX", None);
    let id = state.mailboxes["INBOX"].id;
    for bytes in messages {
        state.add(id, Incoming { bytes: bytes.clone(), flags: Flags::default(), internal: None });
    }
    drop(state);
    let limits = Limits { mistakes: 1_000, ..Limits::default() };
    let alice = User { name: "alice".to_owned(), password: "secret".to_owned(), store: Arc::new(store) };
    let shared = Arc::new(Shared::new(alice, Vec::new(), Options { limits, ..Options::default() }));
    let mut session = Session::new(Script { pieces: pieces.into_iter(), out: Vec::new() }, shared, 1, true);
    assert_eq!(session.run(), End::Closed);
    session.into_stream().out
}

fn signed_in(commands: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut pieces = vec![b"a LOGIN alice secret\r\nb SELECT INBOX\r\n".to_vec()];
    pieces.extend(commands);
    pieces
}

/// Words of commands, so that not everything is refused at the first.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "a ",
        " ",
        "(",
        ")",
        "\"",
        "\\",
        "{3}\r\n",
        "{3+}\r\n",
        "\r\n",
        "1:*",
        "*",
        "$",
        "4294967295",
        "0",
        "-1:-2",
        "NIL",
        "UID ",
        "SEARCH ",
        "SORT ",
        "RETURN ",
        "(SAVE PARTIAL 1:2)",
        "(MIN MAX)",
        "NOT ",
        "OR ",
        "TEXT ",
        "HEADER ",
        "FROM ",
        "SENTON ",
        "1-Jan-2026",
        "YOUNGER ",
        "MODSEQ ",
        "FETCH ",
        "BODY[",
        "]",
        "<0.",
        "5>",
        "1.2.",
        "HEADER.FIELDS ",
        "BODYSTRUCTURE",
        "ENVELOPE",
        "PREVIEW",
        "BINARY[",
        "STORE ",
        "+FLAGS ",
        "(\\Deleted)",
        "COPY ",
        "MOVE ",
        "INBOX",
        "EXPUNGE",
        "LIST ",
        "\"\" ",
        "%",
        "RETURN (STATUS (MESSAGES))",
        "CREATE ",
        "RENAME ",
        "DELETE ",
        "&AOk-",
        "APPEND ",
        "IDLE\r\nDONE\r\n",
        "AUTHENTICATE PLAIN ",
        "CHARSET ",
        "UTF-8 ",
        "(SUBJECT)",
        "ALL",
        "(REVERSE FROM)",
        "x",
    ];
    prop_oneof![
        8 => prop::sample::select(known.to_vec()).prop_map(|w| w.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..6),
    ]
}

/// Commands that are right, one of each form.
const RIGHT: [&str; 40] = [
    "CAPABILITY",
    "NOOP",
    "ID (\"name\" NIL)",
    "ENABLE CONDSTORE",
    "NAMESPACE",
    "SELECT INBOX (CONDSTORE)",
    "EXAMINE {5+}\r\nINBOX",
    "CREATE \"Entw&APw-rfe/a\"",
    "RENAME \"Entw&APw-rfe\" b",
    "DELETE b/a",
    "SUBSCRIBE INBOX",
    "UNSUBSCRIBE INBOX",
    "LSUB \"\" %",
    "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% *b) RETURN (CHILDREN STATUS (MESSAGES SIZE HIGHESTMODSEQ MAILBOXID))",
    "STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED)",
    "APPEND INBOX (\\Seen $a) \" 1-Jan-2026 00:00:00 +0100\" {9+}\r\nA: b\r\n\r\nc ~{4+}\r\n\r\n\0a",
    "IDLE\r\nDONE",
    "CHECK",
    "UNSELECT",
    "CLOSE",
    "EXPUNGE",
    "UID EXPUNGE 1,3:*",
    "SEARCH CHARSET UTF-8 OR (NOT SUBJECT \"caf\u{e9}\" FROM \"x\") BODY {2+}\r\nab 1:*",
    "UID SEARCH RETURN (SAVE MIN MAX COUNT ALL) MODSEQ \"/flags/\\\\seen\" all 1 YOUNGER 60",
    "UID SEARCH RETURN (PARTIAL -1:-3) SENTSINCE 1-Jan-2026 SAVEDBEFORE 1-Jan-2027 KEYWORD $a UNKEYWORD b LARGER 1",
    "UID SEARCH RETURN (UPDATE) $ HEADER X-Y \"\" EMAILID M1 THREADID T1",
    "CANCELUPDATE \"t\"",
    "SORT (REVERSE SUBJECT DISPLAYFROM DATE) UTF-8 ALL",
    "UID SORT RETURN (UPDATE PARTIAL 1:2) (ARRIVAL SIZE TO CC FROM) UTF-8 TEXT a",
    "FETCH 1:* FULL",
    "UID FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE INTERNALDATE MODSEQ EMAILID THREADID SAVEDATE PREVIEW (LAZY)) (CHANGEDSINCE 1)",
    "UID FETCH 1:* (BODY[] BODY.PEEK[1.2.HEADER.FIELDS (\"a b\" C)]<3.4> BODY[1.MIME] BODY[TEXT] BODY.PEEK[HEADER.FIELDS.NOT (A)])",
    "FETCH 1 (BINARY.PEEK[1]<0.3> BINARY.SIZE[1] RFC822 RFC822.HEADER RFC822.TEXT)",
    "UID FETCH 1:* FLAGS (PARTIAL -1:-1)",
    "STORE 1 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Deleted $b)",
    "UID STORE 1:* FLAGS \\Seen \\Flagged",
    "UID COPY 1 INBOX",
    "MOVE 1 INBOX",
    "AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==",
    "LOGOUT",
];

/// What is done to the octets of a session.
#[derive(Clone, Debug)]
enum Damage {
    Put(u8),
    Remove(usize),
    Repeat(usize),
    Move(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => prop_oneof![any::<u8>(), prop::sample::select(b"()[]{}<>\"\\ *%$:,+-~\r\n0\0".to_vec())].prop_map(Damage::Put),
        2 => (1usize..40).prop_map(Damage::Remove),
        1 => (1usize..80).prop_map(Damage::Repeat),
        2 => (1usize..40, 0usize..200).prop_map(|(length, to)| Damage::Move(length, to)),
    ]
}

fn damaged(mut octets: Vec<u8>, hurts: &[(prop::sample::Index, Damage)]) -> Vec<u8> {
    for (index, hurt) in hurts {
        if octets.is_empty() {
            break;
        }
        let at = index.index(octets.len());
        let length = octets.len();
        let end = |octets: usize| (at + octets).min(length);
        match *hurt {
            Damage::Put(octet) => octets.insert(at, octet),
            Damage::Remove(length) => drop(octets.drain(at..end(length))),
            Damage::Repeat(length) => {
                let again = octets[at..end(length)].to_vec();
                octets.splice(at..at, again);
            }
            Damage::Move(length, to) => {
                let taken: Vec<u8> = octets.drain(at..end(length)).collect();
                let to = to.min(octets.len());
                octets.splice(to..to, taken);
            }
        }
    }
    octets
}

/// As many cases as the environment asks for, or enough for every day.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn the_right_commands_are_right() {
    for command in RIGHT.iter().filter(|c| !c.starts_with("AUTHENTICATE") && !c.starts_with("CANCEL")) {
        let text = String::from_utf8(answer(
            &[b"A: b\r\n\r\nc".to_vec()],
            signed_in(vec![format!("t {command}\r\n").into_bytes()]),
        ));
        let text = text.unwrap();
        assert!(!text.contains("t BAD"), "{command}: {text}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn octets_of_any_kind(pieces in vec(vec(any::<u8>(), 0..200), 0..10)) {
        answer(&[], pieces.clone());
        answer(&[], signed_in(pieces));
    }

    #[test]
    fn right_commands_with_damage(
        commands in vec(prop::sample::select(RIGHT.to_vec()), 1..12),
        hurts in vec((any::<prop::sample::Index>(), damage()), 0..8),
        piece in 1usize..300,
    ) {
        let message = b"Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n".to_vec();
        let session: String = commands.iter().map(|command| format!("t {command}\r\n")).collect();
        let octets = damaged(session.into_bytes(), &hurts);
        let out = answer(&[message.clone(), message], signed_in(octets.chunks(piece).map(<[u8]>::to_vec).collect()));
        prop_assert!(out.is_empty() || out.ends_with(b"\r\n"), "an answer was cut short");
    }

    #[test]
    fn words_of_commands_in_any_order(words in vec(word(), 0..60)) {
        let message = b"Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n".to_vec();
        answer(&[message], signed_in(words));
    }

    #[test]
    fn messages_of_any_kind(message in vec(prop_oneof![
        3 => prop::sample::select(vec![
            "Content-Type: ", "multipart/mixed; boundary=b", "message/rfc822", "text/plain; charset=", "utf-16", "shift_jis", "\r\n", "\n", " ", "--b", "--b--",
            "From: ", "<", ">", "@", ",", ":", ";", "(", ")", "\"", "\\", "=?utf-8?q?", "=C3?=", "=?x?b?", "Date: ", "31 Feb 2026 00:00:00 +0000",
            "Content-Transfer-Encoding: base64\r\n", "quoted-printable", "=\r\n", "Content-Disposition: attachment; filename*0*=", "Subject: Re: [x]",
        ]).prop_map(|w| w.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..8),
    ], 0..40)) {
        let all = "a UID FETCH 1 (ENVELOPE BODYSTRUCTURE BODY.PEEK[] BODY.PEEK[1.MIME] BODY.PEEK[1.1.HEADER] BINARY.PEEK[1] PREVIEW)\r\n\
b UID SEARCH TEXT x BODY y SENTSINCE 1-Jan-2026 FROM z\r\nc UID SORT (SUBJECT FROM DATE DISPLAYTO) UTF-8 ALL\r\nd NOOP\r\n";
        let out = answer(&[message.concat()], signed_in(vec![all.as_bytes().to_vec()]));
        prop_assert!(out.ends_with(b"d OK NOOP done\r\n"), "{}", String::from_utf8_lossy(&out));
    }
}

#[test]
fn deep_things_are_refused_and_not_followed() {
    let open = format!("a SEARCH {}\r\n", "(".repeat(60_000));
    let not = format!("b SEARCH {}ALL\r\n", "NOT ".repeat(15_000));
    let or = format!("c SEARCH {}ALL\r\n", "OR ALL ".repeat(9_000));
    let out = answer(
        &[],
        signed_in(
            [open, not, or].map(|c| c.into_bytes().chunks(8_000).map(<[u8]>::to_vec).collect::<Vec<_>>()).concat(),
        ),
    );
    let text = String::from_utf8(out).unwrap();
    assert!(["a BAD", "b BAD", "c BAD"].iter().all(|bad| text.contains(bad)), "{text}");
}
