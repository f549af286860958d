//! Header blocks: where one ends, its fields, and what a field's value says once unfolded and decoded (RFC 5322, RFC
//! 2047).

use std::ops::Range;

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use super::decode;

/// Message ids one message may bring into the threads.
const IDS: usize = 200;

/// One field of a header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// The name as written, without the colon.
    pub(crate) name: &'a [u8],
    /// What follows the colon, folded as it is, without the last line end.
    pub(crate) value: &'a [u8],
    /// The whole field with all its line ends.
    pub(crate) raw: &'a [u8],
}

/// The header at the start of a message or part, with the empty line that ends it.
pub(crate) fn block(bytes: &[u8]) -> &[u8] {
    bytes.get(..end(bytes)).unwrap_or(bytes)
}

/// Where the header ends and the body starts.
pub(crate) fn end(bytes: &[u8]) -> usize {
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line == b"\r\n" || line == b"\n" {
            break;
        }
    }
    at
}

/// The fields of a header block, in order. Lines that are no field are passed over.
pub(crate) fn fields(block: &[u8]) -> impl Iterator<Item = Field<'_>> {
    field_ranges(block).filter_map(|range| {
        let raw = block.get(range)?;
        let colon = raw.iter().position(|b| *b == b':')?;
        let (name, value) = (raw.get(..colon)?.trim_ascii_end(), raw.get(colon + 1..)?);
        let value = value.strip_suffix(b"\n").unwrap_or(value);
        let value = value.strip_suffix(b"\r").unwrap_or(value);
        (!name.is_empty()).then_some(Field { name, value, raw })
    })
}

/// The first field of that name.
pub(crate) fn first<'a>(block: &'a [u8], name: &str) -> Option<Field<'a>> {
    fields(block).find(|f| f.name.eq_ignore_ascii_case(name.as_bytes()))
}

/// A value on one line: line ends removed, white space kept, ends trimmed.
pub(crate) fn unfold(value: &[u8]) -> Vec<u8> {
    let line: Vec<u8> = value.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    line.trim_ascii().to_vec()
}

/// A value as text: unfolded, encoded words decoded, raw 8-bit as UTF-8 or else windows-1252.
pub(crate) fn text(value: &[u8]) -> String {
    let line = unfold(value);
    let plain = decode::lenient_utf8(&line);
    if !plain.contains("=?") {
        return plain;
    }
    let mut input = plain.into_bytes();
    input.push(b'\n');
    match MessageStream::new(&input).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        HeaderValue::TextList(list) => list.join(" "),
        _ => String::new(),
    }
}

/// The ids in Message-ID, In-Reply-To and References, in that order, with their angle brackets.
pub(crate) fn message_ids(block: &[u8]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in ["Message-ID", "In-Reply-To", "References"] {
        let Some(field) = first(block, name) else { continue };
        let value = decode::lenient_utf8(&unfold(field.value));
        for piece in value.split('<').skip(1) {
            if let Some((id, _)) = piece.split_once('>').filter(|_| ids.len() < IDS) {
                ids.push(format!("<{id}>"));
            }
        }
    }
    ids
}

fn field_ranges(block: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        loop {
            let rest = block.get(at..).filter(|rest| !rest.is_empty())?;
            at += rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
            if !matches!(block.get(at), Some(b' ' | b'\t')) {
                return Some(start..at);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_folds_until_unfolded() {
        let block = b"Subject: one\r\n two\r\nno field\r\nX-A:b\r\n\r\n";
        let all: Vec<_> = fields(block).map(|f| (f.name, f.raw)).collect();
        assert_eq!(all, [(&b"Subject"[..], &b"Subject: one\r\n two\r\n"[..]), (b"X-A", b"X-A:b\r\n")]);
        assert_eq!(unfold(first(block, "subject").unwrap().value), b"one two");
    }

    #[test]
    fn the_header_ends_at_the_first_empty_line() {
        assert_eq!(block(b"A: b\n\nbody\n\n"), b"A: b\n\n");
        assert_eq!(block(b"A: b\r\n"), b"A: b\r\n");
        assert_eq!(block(b"\r\nbody"), b"\r\n");
    }

    #[test]
    fn values_are_decoded() {
        assert_eq!(text(b" =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?b?w6k=?= end"), "caféé end");
        assert_eq!(text(b" caf\xe9"), "café");
        assert_eq!(text(b" two  spaces "), "two  spaces");
    }

    #[test]
    fn ids_of_a_conversation() {
        let block = b"References: <a@x>\r\n <b@x>\r\nMessage-ID: <c@x>\r\n\r\n";
        assert_eq!(message_ids(block), ["<c@x>", "<a@x>", "<b@x>"]);
    }
}
