//! Rows for tests and fuzzing, made as a server makes them: from FETCH responses.

use super::{Fetched, Origin, Row};
use crate::{
    AnyMailbox as Any, Attachment,
    schema::Fingerprint,
    wire::{Limits, Response, parse},
};
use jiff::Timestamp;
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
    Row::new(Arc::new(Origin { mailbox, validity: 17, fingerprint }), Box::new(fetched(responses)))
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

/// Reads every column of the row.
pub(crate) fn read_all(row: &Row) {
    let _ = row.get((Any::uid, Any::seq, Any::size, Any::modseq, Any::seen, Any::keywords, Any::keyword("a")));
    let _ = (row.get(Any::created), row.get(Any::saved), row.get(Any::sent));
    let _ = row.get(Any::sent.read_as::<Timestamp>());
    let _ = (row.get(Any::subject), row.get(Any::sender), row.get(Any::to), row.get(Any::cc), row.get(Any::bcc));
    let _ = (row.get(Any::reply_to), row.get(Any::message_id), row.get(Any::in_reply_to), row.get(Any::references));
    let _ = (row.get(Any::mime), row.get(Any::encoding), row.get(Any::email_id), row.get(Any::thread_id));
    let _ = (row.get(Any::content), row.get(Any::content.read_as::<String>()), row.get(Any::preview));
    let _ = (row.get(Any::attachments), row.get(Any::attachments.read_as::<Vec<Attachment>>()));
    let _ = row.header_texts().map(Iterator::count);
}
