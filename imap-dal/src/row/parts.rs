//! The leaf parts of a message and what they are: the same whether BODYSTRUCTURE or the message itself tells of them.

use super::{
    header::{Fields, line},
    mime,
    parameters::{Parameters, Value, media_type},
};
use crate::{
    AttachmentInfo, TextPart, Uid,
    schema::{Place, TransferEncoding},
    wire::{BodyStructure, Leaf},
};
use memchr::memchr;
use std::{borrow::Cow, ops::Range};

/// Multiparts within multiparts that are looked into; deeper ones count as empty.
const DEEPEST: usize = 128;
/// Parts of one message that are looked at, as many as Dovecot looks at.
const MOST: usize = 10_000;

/// A leaf part; an embedded message is one (RFC 2046 sections 3 to 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its number, as `1.2` (RFC 9051 section 6.4.5.1).
    pub(super) path: String,
    /// `type/subtype` in lower case.
    media_type: String,
    /// Of what may be read as text.
    charset: Option<String>,
    encoding: TransferEncoding,
    /// Octets as encoded.
    size: u64,
    /// The file name.
    name: Option<String>,
    is_attachment: bool,
    /// Where its content stands in the message, where that is at hand.
    pub(super) body: Option<Range<usize>>,
}

impl Part {
    pub(super) fn is_attachment(&self) -> bool {
        self.is_attachment
    }

    pub(super) fn media_type(&self) -> &str {
        &self.media_type
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// What is known of it as an attachment of this message.
    pub(super) fn info(&self, mailbox: &str, uid: Uid) -> AttachmentInfo {
        let (path, encoding) = (self.path.as_str().into(), self.encoding);
        let place = Place { mailbox: mailbox.into(), uid, path, encoding };
        AttachmentInfo::new(self.name.clone(), self.media_type.clone(), self.size).at(place)
    }

    pub(super) fn data(&self, encoded: &[u8]) -> Vec<u8> {
        self.encoding.decode(encoded)
    }

    pub(super) fn text(&self, encoded: &[u8]) -> TextPart {
        let text = mime::decode_owned(self.charset.as_deref(), self.encoding.decode(encoded));
        TextPart::new(self.media_type.clone(), with_line_feeds(text))
    }

    /// The one place that says what a part is.
    fn new(path: String, description: Description<'_>, size: u64, body: Option<Range<usize>>) -> Self {
        let Description { media_type, content_type, encoding, disposition } = description;
        let file_name = |parameters: &Parameters<'_>, name| parameters.text(name).filter(|name| !name.is_empty());
        let disposed = disposition.as_ref().and_then(|disposition| file_name(&disposition.parameters, "filename"));
        let name = disposed.or_else(|| file_name(&content_type, "name"));
        let is_disposed = disposition.is_some_and(|value| value.word.eq_ignore_ascii_case(b"attachment"));
        let is_attachment = is_disposed || name.is_some() || !media_type.starts_with("text/");
        let charset = if is_attachment { None } else { content_type.text("charset") };
        Part { path, media_type, charset, encoding, size, name, is_attachment, body }
    }
}

/// With every line end as LF.
fn with_line_feeds(text: String) -> String {
    let Some(mut at) = memchr(b'\r', text.as_bytes()) else { return text };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    loop {
        let (line, end) = rest.split_at(at);
        out.push_str(line);
        out.push('\n');
        rest = end.strip_prefix("\r\n").unwrap_or(&end[1..]);
        match memchr(b'\r', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    out
}

/// What the MIME fields of a part say.
struct Description<'m> {
    media_type: String,
    /// The parameters of Content-Type.
    content_type: Parameters<'m>,
    encoding: TransferEncoding,
    disposition: Option<Value<'m>>,
}

impl<'m> Description<'m> {
    /// From the header of a part.
    fn of_header(header: &'m [u8], is_in_digest: bool) -> Self {
        let field = |name| Fields::of(header).first(name);
        let (kind, content_type) = match field("Content-Type").map(Value::parse) {
            // What cannot be read says nothing (RFC 2045 section 5.2), its parameters neither.
            Some(value) => value.media_type().map_or_else(Default::default, |kind| (Some(kind), value.parameters)),
            None if is_in_digest => (Some("message/rfc822".to_owned()), Parameters::default()),
            None => Default::default(),
        };
        Description {
            media_type: kind.unwrap_or_else(|| DEFAULT_TYPE.to_owned()),
            content_type,
            encoding: field("Content-Transfer-Encoding").map_or_else(TransferEncoding::default, transfer_encoding),
            disposition: field("Content-Disposition").map(Value::parse),
        }
    }

    /// From the header of a message: one that says nothing of MIME (RFC 2045 section 4) is plain text, whatever else it says.
    fn of_message_header(header: &'m [u8]) -> Self {
        let has = |name| Fields::of(header).first(name).is_some();
        Self::of_header(if has("MIME-Version") || has("Content-Type") { header } else { b"" }, false)
    }

    fn of_leaf(leaf: &'m Leaf<'m>) -> Self {
        Description {
            media_type: media_type(&leaf.media_type, &leaf.subtype).unwrap_or_else(|| DEFAULT_TYPE.to_owned()),
            content_type: Parameters::of_pairs(&leaf.params),
            encoding: leaf.encoding.as_deref().map_or_else(TransferEncoding::default, transfer_encoding),
            disposition: leaf.disposition.as_ref().map(|(word, parameters)| Value {
                word: Cow::Borrowed(word),
                parameters: Parameters::of_pairs(parameters),
            }),
        }
    }
}

/// What a part is that does not say (RFC 2045 section 5.2).
const DEFAULT_TYPE: &str = "text/plain";

fn transfer_encoding(value: &[u8]) -> TransferEncoding {
    TransferEncoding::from_name(&Value::parse(value).word)
}

/// The leaves a BODYSTRUCTURE tells of.
pub(super) fn of_structure(structure: &BodyStructure<'_>) -> Vec<Part> {
    let part = |(path, leaf): (String, &Leaf<'_>)| Part::new(path, Description::of_leaf(leaf), leaf.size, None);
    // Most messages have one, and many of them are held until their texts come.
    let mut parts = Vec::with_capacity(1);
    parts.extend(structure.leaves().take(MOST).map(part));
    parts
}

/// A leaf of which the MIME header and the content were fetched on their own.
pub(super) fn of_mime_header(path: String, header: &[u8], size: u64) -> Part {
    Part::new(path, Description::of_header(header, false), size, None)
}

/// The leaves of a whole message (RFC 2046 section 5.1.1), without recursion. A delimiter is a line that begins with two
/// hyphens and the boundary of any open multipart, the longest where several fit; a multipart without its last delimiter
/// ends where the one around it goes on.
pub(super) fn of_message(message: &[u8]) -> Vec<Part> {
    let mut walk = Walk { message, at: 0, open: Vec::new(), leaf: None, parts: Vec::new() };
    walk.part(Some(String::new()), false);
    while walk.parts.len() < MOST && walk.content() {}
    walk.parts
}

struct Walk<'m> {
    message: &'m [u8],
    /// The start of a line.
    at: usize,
    /// The multiparts around it, the outermost first.
    open: Vec<Multipart>,
    /// The leaf whose content is being passed, and where that starts.
    leaf: Option<(String, Description<'m>, usize)>,
    parts: Vec<Part>,
}

struct Multipart {
    boundary: Vec<u8>,
    /// None inside an embedded message: its delimiters must be known, its parts are not the message's own.
    path: Option<String>,
    /// Parts begun.
    count: usize,
    is_digest: bool,
}

/// A line that ends a part: the level it belongs to, and whether it is the last of that level.
struct Delimiter {
    level: usize,
    is_last: bool,
}

impl Multipart {
    fn next_path(&mut self) -> Option<String> {
        self.count += 1;
        let path = self.path.as_ref()?;
        let dot = if path.is_empty() { "" } else { "." };
        Some(format!("{path}{dot}{}", self.count))
    }
}

impl<'m> Walk<'m> {
    /// Begins a part, and the message embedded in it; `path` as a multipart's.
    fn part(&mut self, mut path: Option<String>, is_in_digest: bool) {
        let mut is_message = path.as_deref() == Some("");
        loop {
            let header = self.header();
            let description = if is_message {
                Description::of_message_header(header)
            } else {
                Description::of_header(header, is_in_digest)
            };
            if let Some(subtype) = description.media_type.strip_prefix("multipart/") {
                let boundary = description.content_type.octets("boundary").unwrap_or_default().trim_ascii_end();
                if !boundary.is_empty() && self.open.len() < DEEPEST {
                    let (boundary, is_digest) = (boundary.to_vec(), subtype == "digest");
                    self.open.push(Multipart { boundary, path, count: 0, is_digest });
                }
                return;
            }
            is_message = description.media_type == "message/rfc822";
            if let Some(path) = path.take() {
                let path = if path.is_empty() { "1".to_owned() } else { path };
                self.leaf = Some((path, description, self.at));
            }
            if !is_message {
                return;
            }
        }
    }

    /// Passes a header with its empty line. A part may end within it.
    fn header(&mut self) -> &'m [u8] {
        let start = self.at;
        let mut end = start;
        while let Some((length, next)) = line(&self.message[self.at..]) {
            if self.delimiter(&self.message[self.at..self.at + length]).is_some() {
                break;
            }
            self.at += next;
            if length == 0 {
                break;
            }
            end = self.at;
        }
        &self.message[start..end]
    }

    /// Passes a part's content with the delimiter behind it and what is between that and the next part; false at the end.
    fn content(&mut self) -> bool {
        // The line end before a delimiter belongs to the delimiter, also where an embedded message ends in its header.
        let mut end = without_line_end(&self.message[..self.at]).len();
        while let Some((length, next)) = line(&self.message[self.at..]) {
            if let Some(Delimiter { level, is_last }) = self.delimiter(&self.message[self.at..self.at + length]) {
                self.at += next;
                self.open.truncate(level + 1);
                if self.open.last().is_some_and(|multipart| multipart.path.is_some()) {
                    self.finish_leaf(end);
                }
                if is_last {
                    self.open.pop();
                } else if let Some(multipart) = self.open.last_mut() {
                    let (path, is_in_digest) = (multipart.next_path(), multipart.is_digest);
                    self.part(path, is_in_digest);
                }
                return true;
            }
            end = self.at + length;
            self.at += next;
        }
        self.finish_leaf(self.message.len());
        false
    }

    fn finish_leaf(&mut self, end: usize) {
        if let Some((path, description, start)) = self.leaf.take() {
            let body = start..end.max(start);
            self.parts.push(Part::new(path, description, body.len() as u64, Some(body)));
        }
    }

    fn delimiter(&self, line: &[u8]) -> Option<Delimiter> {
        let text = line.strip_prefix(b"--")?;
        let fits = self.open.iter().enumerate().filter(|(_, multipart)| text.starts_with(&multipart.boundary));
        let (level, multipart) = fits.max_by_key(|(_, multipart)| multipart.boundary.len())?;
        Some(Delimiter { level, is_last: text[multipart.boundary.len()..].starts_with(b"--") })
    }
}

fn without_line_end(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"\n").map_or(text, |line| line.strip_suffix(b"\r").unwrap_or(line))
}
