//! What a message with binary parts becomes when it is stored: BODY must be able to show it without NUL (RFC 3516,
//! section 4.2).

use std::ops::Range;

use super::encode;
use super::header;
use super::part::{Inner, Part};

/// The message with its parts of transfer encoding `binary` in base64.
pub(crate) fn to_base64(bytes: &[u8]) -> Vec<u8> {
    let mut edits = Vec::new();
    collect(bytes, &Part::parse(bytes), &mut edits);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for (range, text) in edits {
        out.extend_from_slice(bytes.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(text.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(bytes.get(at..).unwrap_or_default());
    out
}

/// The ranges to be replaced, ascending.
fn collect(bytes: &[u8], part: &Part, edits: &mut Vec<(Range<usize>, String)>) {
    let binary = part.encoding.eq_ignore_ascii_case("binary");
    if binary && let Some(field) = encoding_field(bytes, part) {
        let encoding = if matches!(part.inner, Inner::Leaf) { "base64" } else { "8bit" };
        edits.push((field, format!("Content-Transfer-Encoding: {encoding}\r\n")));
    }
    match &part.inner {
        Inner::Leaf if binary => edits.push((part.body.clone(), encode::base64_lines(part.body_of(bytes)))),
        Inner::Leaf => {}
        Inner::Multipart(parts) => parts.iter().for_each(|child| collect(bytes, child, edits)),
        Inner::Message(inner) => collect(bytes, inner, edits),
    }
}

fn encoding_field(bytes: &[u8], part: &Part) -> Option<Range<usize>> {
    let block = part.header_of(bytes);
    let raw = header::first(block, "Content-Transfer-Encoding")?.raw;
    let start = part.header.start + block.windows(raw.len()).position(|window| window == raw)?;
    Some(start..start + raw.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_parts_become_base64_and_the_rest_stays() {
        let message = b"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: binary\r\n\r\n--b\r\n\r\ntext\r\n\
--b\r\nContent-Transfer-Encoding: BINARY\r\nContent-Type: a/b\r\n\r\nhi\0hi\r\n--b--\r\n";
        let expected = "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--b\r\n\r\ntext\r\n\
--b\r\nContent-Transfer-Encoding: base64\r\nContent-Type: a/b\r\n\r\naGkAaGk=\r\n\r\n--b--\r\n";
        assert_eq!(String::from_utf8(to_base64(message)).unwrap(), expected);
        assert_eq!(to_base64(b"Subject: x\r\n\r\na\0b"), b"Subject: x\r\n\r\na\0b", "not said to be binary");
    }
}
