//! The MIME structure of a message (RFC 2045, 2046) as ranges of its octets. Depth and number of parts are bounded:
//! what lies beyond is a leaf.

use std::ops::Range;

use super::header;
use super::value::{self, Parameters};

const DEPTH: usize = 100;
const PARTS: usize = 2_000;

/// One body part; the message itself is the root.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The header with its empty line.
    pub(crate) header: Range<usize>,
    pub(crate) body: Range<usize>,
    /// The type and subtype as written.
    pub(crate) media: String,
    pub(crate) subtype: String,
    pub(crate) parameters: Parameters,
    pub(crate) encoding: String,
    pub(crate) inner: Inner,
}

/// What is inside a part.
#[derive(Clone, Debug)]
pub(crate) enum Inner {
    Leaf,
    Multipart(Vec<Part>),
    Message(Box<Part>),
}

impl Part {
    /// Parses a message.
    pub(crate) fn parse(bytes: &[u8]) -> Part {
        let mut budget = PARTS;
        part(bytes, 0..bytes.len(), false, DEPTH, &mut budget)
    }

    pub(crate) fn is(&self, media: &str) -> bool {
        self.media.eq_ignore_ascii_case(media)
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    pub(crate) fn header_of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.header.clone()).unwrap_or_default()
    }

    pub(crate) fn body_of<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.body.clone()).unwrap_or_default()
    }

    /// The part with this number, counted as RFC 3501, section 6.4.5 says: the parts of a message inside a part are
    /// counted without a level for the message, and a message that is no multipart has the part 1.
    pub(crate) fn numbered(&self, path: &[u32]) -> Option<&Part> {
        let mut part = self;
        for (depth, number) in path.iter().enumerate() {
            let index = usize::try_from(*number).ok()?.checked_sub(1)?;
            // The root counts as a message; below it, only a message/rfc822 opens into one.
            let holder = match &part.inner {
                Inner::Message(inner) if depth > 0 => inner,
                _ => part,
            };
            part = match &holder.inner {
                Inner::Multipart(parts) => parts.get(index)?,
                _ if index == 0 && (depth == 0 || !std::ptr::eq(holder, part)) => holder,
                _ => return None,
            };
        }
        Some(part)
    }
}

fn part(bytes: &[u8], range: Range<usize>, in_digest: bool, depth: usize, budget: &mut usize) -> Part {
    let whole = bytes.get(range.clone()).unwrap_or_default();
    let split = range.start + header::end(whole);
    let (header_range, body) = (range.start..split, split..range.end);
    let block = bytes.get(header_range.clone()).unwrap_or_default();
    let (media, subtype, mut parameters) = header::first(block, "Content-Type")
        .and_then(|f| value::content_type(f.value))
        .unwrap_or_else(|| match in_digest {
            true => ("message".to_owned(), "rfc822".to_owned(), Vec::new()),
            false => ("text".to_owned(), "plain".to_owned(), Vec::new()),
        });
    if media.eq_ignore_ascii_case("text") && !parameters.iter().any(|(n, _)| n.eq_ignore_ascii_case("charset")) {
        parameters.push(("charset".to_owned(), "us-ascii".to_owned()));
    }
    let encoding = header::first(block, "Content-Transfer-Encoding").and_then(|f| value::token(f.value));
    let mut part = Part {
        header: header_range,
        body,
        media,
        subtype,
        parameters,
        encoding: encoding.unwrap_or_else(|| "7bit".to_owned()),
        inner: Inner::Leaf,
    };
    if depth > 0 && *budget > 0 {
        part.inner = inside(bytes, &part, depth - 1, budget);
    }
    part
}

fn inside(bytes: &[u8], outer: &Part, depth: usize, budget: &mut usize) -> Inner {
    if outer.is("multipart") {
        let boundary = outer.parameter("boundary").unwrap_or_default();
        let mut ranges = delimited(bytes, outer.body.clone(), boundary.as_bytes());
        if ranges.is_empty() {
            // The grammar wants at least one part.
            ranges.push(outer.body.end..outer.body.end);
        }
        let digest = outer.subtype.eq_ignore_ascii_case("digest");
        let mut parts = Vec::new();
        for range in ranges {
            if *budget == 0 {
                break;
            }
            *budget -= 1;
            parts.push(part(bytes, range, digest, depth, budget));
        }
        return Inner::Multipart(parts);
    }
    if outer.is("message") && ["rfc822", "global"].iter().any(|s| outer.subtype.eq_ignore_ascii_case(s)) {
        *budget = budget.saturating_sub(1);
        return Inner::Message(Box::new(part(bytes, outer.body.clone(), false, depth, budget)));
    }
    Inner::Leaf
}

/// The ranges between the delimiter lines of a multipart. The line end before a delimiter belongs to the delimiter.
fn delimited(bytes: &[u8], body: Range<usize>, boundary: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = body.start;
    for line in bytes.get(body.clone()).unwrap_or_default().split_inclusive(|b| *b == b'\n') {
        let start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary)) else { continue };
        let rest = rest.trim_ascii_end();
        let last = rest == b"--";
        if boundary.is_empty() || !(rest.is_empty() || last) {
            continue;
        }
        if let Some(from) = open.take() {
            parts.push(from..before_line_end(bytes, from, start));
        }
        if last {
            return parts;
        }
        open = Some(at);
    }
    if let Some(from) = open {
        parts.push(from..body.end);
    }
    parts
}

fn before_line_end(bytes: &[u8], from: usize, to: usize) -> usize {
    let text = bytes.get(from..to).unwrap_or_default();
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    from + text.strip_suffix(b"\r").unwrap_or(text).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &[u8] = b"Content-Type: multipart/mixed; boundary=\"b b\"\r\n\r\npreamble\r\n--b b\r\n\r\none\r\n--b b\r\n\
Content-Type: message/rfc822\r\n\r\nSubject: in\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\ninner\r\n--c--\r\n\
--b b--\r\nepilogue";

    fn body(path: &[u32]) -> Option<&'static str> {
        let tree = Part::parse(MIXED);
        tree.numbered(path).map(|p| std::str::from_utf8(p.body_of(MIXED)).unwrap())
    }

    #[test]
    fn parts_are_numbered_as_the_rfc_says() {
        assert_eq!(body(&[1]), Some("one"));
        assert_eq!(body(&[2, 1]), Some("inner"));
        assert_eq!(body(&[3]), None);
        assert_eq!(body(&[1, 1]), None);
        assert_eq!(body(&[2, 1, 1]), None);
        assert_eq!(body(&[0]), None);
    }

    #[test]
    fn a_message_without_parts_has_the_part_one() {
        let tree = Part::parse(b"Subject: x\r\n\r\nhello");
        assert_eq!(tree.numbered(&[1]).unwrap().body_of(b"Subject: x\r\n\r\nhello"), b"hello");
        assert!(tree.numbered(&[2]).is_none() && tree.numbered(&[1, 1]).is_none());
    }

    #[test]
    fn a_message_in_a_message_that_is_no_multipart_has_the_part_one_too() {
        let outer = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\n\r\ndeep\r\n--x--";
        let tree = Part::parse(outer);
        assert_eq!(tree.numbered(&[1]).unwrap().body_of(outer), b"A: b\r\n\r\ndeep");
        assert_eq!(tree.numbered(&[1, 1]).unwrap().body_of(outer), b"deep");
        assert!(tree.numbered(&[1, 1, 1]).is_none());
    }

    #[test]
    fn depth_and_number_of_parts_are_bounded() {
        let mut deep = String::new();
        for n in 0..1_000 {
            deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
        }
        let mut part = &Part::parse(deep.as_bytes());
        let mut levels = 0;
        while let Inner::Multipart(parts) = &part.inner {
            part = &parts[0];
            levels += 1;
        }
        assert_eq!(levels, 100);
        let wide = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\n".repeat(5_000));
        assert!(matches!(&Part::parse(wide.as_bytes()).inner, Inner::Multipart(parts) if parts.len() == 2_000));
    }
}
