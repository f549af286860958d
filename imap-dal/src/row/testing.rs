//! Rows for tests, made as a server makes them: from FETCH responses.

use super::{Fetched, Origin, Row};
use crate::{
    schema::Fingerprint,
    wire::{Limits, Response, parse},
};
use std::sync::Arc;

/// What was fetched in FETCH responses with these items: `UID 7 FLAGS (\Seen)`.
pub(crate) fn fetched<'a>(responses: impl IntoIterator<Item = &'a [u8]>) -> Fetched {
    let mut fetched = Fetched::default();
    for items in responses {
        let response = [b"* 3 FETCH (", items, b")"].concat();
        let Ok(Response::Fetch(fetch)) = parse(&response, &Limits::default()) else {
            panic!("no FETCH response: {}", response.escape_ascii());
        };
        fetched.absorb(fetch);
    }
    fetched
}

/// A row of mailbox `INBOX`.
pub(crate) fn row<'a>(responses: impl IntoIterator<Item = &'a [u8]>) -> Row {
    let (mailbox, fingerprint) = ("INBOX".into(), Fingerprint::of("alice@mail.example.org:993", "INBOX"));
    Row::new(Arc::new(Origin { mailbox, validity: 17, fingerprint }), fetched(responses))
}

/// Items with a literal: `UID 7 BODY[] {5}`..
pub(crate) fn literal(item: &str, octets: &[u8]) -> Vec<u8> {
    [format!("UID 7 {item} {{{}}}\r\n", octets.len()).as_bytes(), octets].concat()
}

/// A row of which the whole message was fetched.
pub(crate) fn row_of_message(message: impl AsRef<[u8]>) -> Row {
    row([literal("BODY[]", message.as_ref()).as_slice()])
}

/// A row of which the header was fetched.
pub(crate) fn row_of_header(header: impl AsRef<[u8]>) -> Row {
    row([literal("BODY[HEADER]", header.as_ref()).as_slice()])
}
