//! One framed response to borrowed tokens. What it does not know is named and passed over; only a response it does
//! know and cannot read is an error.

use super::code::{Code, Status};
use super::error::WireError;
use super::fetch::{Fetch, Items};
use super::limits::Limits;
use super::list::{List, MailboxStatus};
use super::scan::{Cursor, Words, is};
use super::search::{Esearch, Numbers};
use super::sequence_set::SequenceSet;

/// Flags as the server wrote them, system flags with their backslash.
pub(crate) type FlagList<'a> = Words<'a>;

/// What a server says (RFC 9051, section 7).
#[derive(Clone, Debug)]
#[allow(dead_code)] // Says all that the server said, also what the engine does not ask.
pub(crate) enum Response<'a> {
    /// The completion of the command sent with this tag.
    Tagged {
        tag: &'a [u8],
        status: Status,
        code: Option<Code<'a>>,
        text: &'a [u8],
    },
    /// An untagged OK, NO, BAD, BYE or PREAUTH.
    Status {
        status: Status,
        code: Option<Code<'a>>,
        text: &'a [u8],
    },
    /// `+`: the server waits for the rest of a command.
    Continue {
        text: &'a [u8],
    },
    Capability(Words<'a>),
    Enabled(Words<'a>),
    Flags(FlagList<'a>),
    Exists(u32),
    Recent(u32),
    Expunge(u32),
    /// LIST, LSUB or XLIST.
    List(List<'a>),
    /// STATUS of a mailbox.
    StatusOf(MailboxStatus<'a>),
    Search(Numbers<'a>),
    Sort(Numbers<'a>),
    Esearch(Esearch<'a>),
    Fetch(Fetch<'a>),
    Vanished {
        earlier: bool,
        uids: SequenceSet,
    },
    /// Any other untagged response, by its first word.
    Unknown(&'a [u8]),
}

/// Reads one response as `Framer::response` gives it.
///
/// # Errors
/// `WireError::Malformed` for a response of a known kind that cannot be read, and for a line that is neither untagged,
/// nor a continuation, nor the completion of a command. The items of a FETCH are read later, one by one.
pub(crate) fn parse<'a>(response: &'a [u8], limits: &Limits) -> Result<Response<'a>, WireError> {
    let mut cursor = Cursor::new(response);
    let (what, parsed) = match response.first() {
        None => ("response", Some(Response::Unknown(response))),
        Some(b'+') => {
            cursor.eat(b'+');
            ("continuation", Some(Response::Continue { text: free_text(cursor) }))
        }
        Some(b'*') => {
            cursor.eat(b'*');
            cursor.skip_spaces();
            untagged(cursor, limits)
        }
        Some(_) => ("completion", tagged(cursor)),
    };
    parsed.ok_or_else(|| WireError::malformed(what, response))
}

fn tagged(mut cursor: Cursor<'_>) -> Option<Response<'_>> {
    let tag = cursor.atom()?;
    cursor.skip_spaces();
    let status = Status::from_word(cursor.atom()?)?;
    let (code, text) = code_and_text(cursor);
    Some(Response::Tagged { tag, status, code, text })
}

fn untagged<'a>(mut cursor: Cursor<'a>, limits: &Limits) -> (&'static str, Option<Response<'a>>) {
    if cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        return numbered(cursor, limits);
    }
    let Some(word) = cursor.atom() else { return ("response", Some(Response::Unknown(b""))) };
    if let Some(status) = Status::from_word(word) {
        let (code, text) = code_and_text(cursor);
        return ("status", Some(Response::Status { status, code, text }));
    }
    cursor.skip_spaces();
    match word.to_ascii_uppercase().as_slice() {
        b"CAPABILITY" => ("CAPABILITY", Some(Response::Capability(Words::new(cursor.rest())))),
        b"ENABLED" => ("ENABLED", Some(Response::Enabled(Words::new(cursor.rest())))),
        b"FLAGS" => ("FLAGS", cursor.word_list().map(|list| Response::Flags(Words::new(list)))),
        b"LIST" | b"LSUB" | b"XLIST" => ("LIST", List::parse(cursor).map(Response::List)),
        b"STATUS" => ("STATUS", MailboxStatus::parse(cursor).map(Response::StatusOf)),
        b"SEARCH" => ("SEARCH", Numbers::parse(cursor).map(Response::Search)),
        b"SORT" => ("SORT", Numbers::parse(cursor).map(Response::Sort)),
        b"ESEARCH" => ("ESEARCH", Esearch::parse(cursor).map(Response::Esearch)),
        b"VANISHED" => ("VANISHED", vanished(cursor)),
        _ => ("response", Some(Response::Unknown(word))),
    }
}

fn numbered<'a>(mut cursor: Cursor<'a>, limits: &Limits) -> (&'static str, Option<Response<'a>>) {
    let number = cursor.number32();
    cursor.skip_spaces();
    let word = cursor.atom().unwrap_or_default();
    let (what, read): (_, fn(u32) -> Response<'a>) = if is(word, "FETCH") {
        let items = Items::open(cursor, limits.nesting);
        return ("FETCH", number.zip(items).map(|(seq, items)| Response::Fetch(Fetch { seq, items })));
    } else if is(word, "EXISTS") {
        ("EXISTS", Response::Exists)
    } else if is(word, "EXPUNGE") {
        ("EXPUNGE", Response::Expunge)
    } else if is(word, "RECENT") {
        ("RECENT", Response::Recent)
    } else {
        return ("response", Some(Response::Unknown(word)));
    };
    (what, number.map(read))
}

/// `VANISHED (EARLIER) 1:3,5` (RFC 7162, section 3.2.10).
fn vanished(mut cursor: Cursor<'_>) -> Option<Response<'_>> {
    let earlier = cursor.peek() == Some(b'(');
    if earlier {
        cursor.skip_value()?;
        cursor.skip_spaces();
    }
    Some(Response::Vanished { earlier, uids: cursor.sequence_set()? })
}

fn code_and_text(mut cursor: Cursor<'_>) -> (Option<Code<'_>>, &[u8]) {
    cursor.skip_spaces();
    let code = Code::parse(&mut cursor);
    (code, free_text(cursor))
}

fn free_text(mut cursor: Cursor<'_>) -> &[u8] {
    cursor.eat(b' ');
    cursor.rest()
}
