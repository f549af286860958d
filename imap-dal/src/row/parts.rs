//! The leaf parts of a message and what they are: the same whether BODYSTRUCTURE or the message itself tells of them.

use super::{
    header::{Fields, line},
    mime,
    parameters::{Parameters, Value},
    transfer::TransferEncoding,
};
use crate::{
    AttachmentInfo, TextPart,
    wire::{BodyStructure, Leaf},
};
use std::ops::Range;

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

    pub(super) fn info(&self) -> AttachmentInfo {
        AttachmentInfo::new(self.name.clone(), self.media_type.clone(), self.size)
    }

    pub(super) fn data(&self, encoded: &[u8]) -> Vec<u8> {
        self.encoding.decode(encoded)
    }

    pub(super) fn text(&self, encoded: &[u8]) -> TextPart {
        let text = mime::decode(self.charset.as_deref(), &self.encoding.decode(encoded));
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        TextPart::new(self.media_type.clone(), text)
    }

    /// The one place that says what a part is.
    fn new(path: String, description: Description, size: u64, body: Option<Range<usize>>) -> Self {
        let Description { media_type, content_type, encoding, disposition } = description;
        let file_name = |parameters: &Parameters, name| parameters.text(name).filter(|name| !name.is_empty());
        let disposed = disposition.as_ref().and_then(|disposition| file_name(&disposition.parameters, "filename"));
        let name = disposed.or_else(|| file_name(&content_type, "name"));
        let is_disposed = disposition.is_some_and(|value| value.word.eq_ignore_ascii_case(b"attachment"));
        let is_attachment = is_disposed || name.is_some() || !media_type.starts_with("text/");
        let charset = content_type.text("charset");
        Part { path, media_type, charset, encoding, size, name, is_attachment, body }
    }
}

/// What the MIME fields of a part say.
struct Description {
    media_type: String,
    /// The parameters of Content-Type.
    content_type: Parameters,
    encoding: TransferEncoding,
    disposition: Option<Value>,
}

impl Description {
    /// From a MIME header (RFC 2045 section 5.2 for what it leaves out).
    fn of_header(header: &[u8], is_in_digest: bool) -> Self {
        let field = |name| Fields::of(header).first(name);
        let content_type = field("Content-Type").map(Value::parse).unwrap_or_default();
        let (kind, subtype) = split_media_type(&content_type.word);
        let is_default = kind.is_empty() && subtype.is_empty() && is_in_digest;
        Description {
            media_type: if is_default { "message/rfc822".to_owned() } else { media_type(kind, subtype) },
            content_type: content_type.parameters,
            encoding: field("Content-Transfer-Encoding").map_or_else(TransferEncoding::default, transfer_encoding),
            disposition: field("Content-Disposition").map(Value::parse),
        }
    }

    fn of_leaf(leaf: &Leaf<'_>) -> Self {
        Description {
            media_type: media_type(&leaf.media_type, &leaf.subtype),
            content_type: Parameters::of_pairs(&leaf.params),
            encoding: leaf.encoding.as_deref().map_or_else(TransferEncoding::default, transfer_encoding),
            disposition: leaf
                .disposition
                .as_ref()
                .map(|(word, parameters)| Value { word: word.to_vec(), parameters: Parameters::of_pairs(parameters) }),
        }
    }
}

/// `type/subtype` in lower case; what is not both is text/plain (RFC 2045 section 5.2).
fn media_type(kind: &[u8], subtype: &[u8]) -> String {
    if kind.is_empty() || subtype.is_empty() {
        return "text/plain".to_owned();
    }
    format!("{}/{}", String::from_utf8_lossy(kind), String::from_utf8_lossy(subtype)).to_ascii_lowercase()
}

pub(super) fn split_media_type(word: &[u8]) -> (&[u8], &[u8]) {
    let slash = word.iter().position(|byte| *byte == b'/').unwrap_or(word.len());
    (&word[..slash], word.get(slash + 1..).unwrap_or_default())
}

fn transfer_encoding(value: &[u8]) -> TransferEncoding {
    TransferEncoding::from_name(&Value::parse(value).word)
}

/// The leaves a BODYSTRUCTURE tells of.
pub(super) fn of_structure(structure: &BodyStructure<'_>) -> Vec<Part> {
    let part = |(path, leaf): (String, &Leaf<'_>)| Part::new(path, Description::of_leaf(leaf), leaf.size, None);
    structure.leaves().take(MOST).map(part).collect()
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
    walk.part(String::new(), false);
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
    leaf: Option<(String, Description, usize)>,
    parts: Vec<Part>,
}

struct Multipart {
    boundary: Vec<u8>,
    path: String,
    /// Parts begun.
    count: usize,
    is_digest: bool,
}

/// A line that ends a part: the level it belongs to, and whether it is the last of that level.
struct Delimiter {
    level: usize,
    is_last: bool,
}

impl Walk<'_> {
    /// Reads a part's header.
    fn part(&mut self, path: String, is_in_digest: bool) {
        let start = self.at;
        let mut end = start;
        while let Some((length, next)) = line(&self.message[self.at..]) {
            // A part may end within its header.
            if self.delimiter(&self.message[self.at..self.at + length]).is_some() {
                break;
            }
            self.at += next;
            if length == 0 {
                break;
            }
            end = self.at;
        }
        let description = Description::of_header(&self.message[start..end], is_in_digest);
        let Some(subtype) = description.media_type.strip_prefix("multipart/") else {
            let path = if path.is_empty() { "1".to_owned() } else { path };
            self.leaf = Some((path, description, self.at));
            return;
        };
        let boundary = description.content_type.octets("boundary").unwrap_or_default().trim_ascii_end();
        if !boundary.is_empty() && self.open.len() < DEEPEST {
            let (boundary, is_digest) = (boundary.to_vec(), subtype == "digest");
            self.open.push(Multipart { boundary, path, count: 0, is_digest });
        }
    }

    /// Passes a part's content with the delimiter behind it and what is between that and the next part; false at the end.
    fn content(&mut self) -> bool {
        // The line end before a delimiter belongs to the delimiter.
        let mut end = self.at;
        while let Some((length, next)) = line(&self.message[self.at..]) {
            if let Some(Delimiter { level, is_last }) = self.delimiter(&self.message[self.at..self.at + length]) {
                self.at += next;
                self.finish_leaf(end);
                self.open.truncate(if is_last { level } else { level + 1 });
                if let Some(multipart) = self.open.last_mut().filter(|_| !is_last) {
                    multipart.count += 1;
                    let dot = if multipart.path.is_empty() { "" } else { "." };
                    let path = format!("{}{dot}{}", multipart.path, multipart.count);
                    let is_in_digest = multipart.is_digest;
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
