//! Whatever comes in, a session ends without a panic and keeps its promises.

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn octets_of_any_kind(pieces in vec(vec(any::<u8>(), 0..200), 0..10)) {
        answer(&[], pieces.clone());
        answer(&[], signed_in(pieces));
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
