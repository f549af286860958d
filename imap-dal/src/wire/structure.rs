//! BODYSTRUCTURE (RFC 9051, section 7.5.2): the tree of a message's parts, read as leniently as servers write it.

use std::borrow::Cow;

use super::error::WireError;
use super::scan::{Cursor, is};

/// Words of MIME as the server sent them; case is not significant.
pub(crate) type Text<'a> = Cow<'a, [u8]>;

/// One part of a message and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyStructure<'a> {
    Leaf(Leaf<'a>),
    Multipart(Multipart<'a>),
}

/// A part with content of its own. An embedded message is one too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leaf<'a> {
    pub(crate) media_type: Text<'a>,
    pub(crate) subtype: Text<'a>,
    pub(crate) params: Vec<(Text<'a>, Text<'a>)>,
    pub(crate) id: Option<Text<'a>>,
    pub(crate) description: Option<Text<'a>>,
    /// The Content-Transfer-Encoding.
    pub(crate) encoding: Option<Text<'a>>,
    /// Octets as encoded.
    pub(crate) size: u64,
    pub(crate) lines: Option<u64>,
    pub(crate) disposition: Option<Disposition<'a>>,
    /// The structure of an embedded message.
    pub(crate) inner: Option<Box<BodyStructure<'a>>>,
}

/// A part that only holds others; some servers list none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Multipart<'a> {
    pub(crate) subtype: Text<'a>,
    pub(crate) params: Vec<(Text<'a>, Text<'a>)>,
    pub(crate) disposition: Option<Disposition<'a>>,
    pub(crate) children: Vec<BodyStructure<'a>>,
}

/// Content-Disposition: its word and its parameters.
pub(crate) type Disposition<'a> = (Text<'a>, Vec<(Text<'a>, Text<'a>)>);

impl<'a> BodyStructure<'a> {
    /// Reads one structure of at most `nesting` levels; inner None: malformed.
    pub(super) fn parse(cursor: &mut Cursor<'a>, nesting: usize) -> Result<Option<Self>, WireError> {
        Reader { nesting }.part(cursor, nesting)
    }

    /// The leaves in order with their part numbers: `1` for a message without parts, else `1`, `2.1`, ... What is
    /// inside an embedded message is not listed.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = (String, &Leaf<'a>)> {
        let mut waiting = vec![(String::new(), self)];
        std::iter::from_fn(move || {
            loop {
                let (path, part) = waiting.pop()?;
                match part {
                    Self::Leaf(leaf) => return Some((if path.is_empty() { "1".to_owned() } else { path }, leaf)),
                    Self::Multipart(multipart) => {
                        let dot = if path.is_empty() { "" } else { "." };
                        let numbered = multipart.children.iter().enumerate().rev();
                        waiting.extend(numbered.map(|(i, child)| (format!("{path}{dot}{}", i + 1), child)));
                    }
                }
            }
        })
    }
}

struct Reader {
    nesting: usize,
}

type Read<T> = Result<Option<T>, WireError>;

impl Reader {
    fn part<'a>(&self, cursor: &mut Cursor<'a>, levels: usize) -> Read<BodyStructure<'a>> {
        if !cursor.eat(b'(') {
            return Ok(None);
        }
        let Some(levels) = levels.checked_sub(1) else {
            return Err(WireError::Limit { what: "nesting", limit: self.nesting });
        };
        cursor.skip_spaces();
        match cursor.peek() {
            Some(b'(') => self.multipart(cursor, levels),
            // A part without any description: it still counts in the numbering.
            Some(b')') => Ok(cursor.eat(b')').then(|| BodyStructure::Multipart(Multipart::default()))),
            _ => self.leaf(cursor, levels),
        }
    }

    fn multipart<'a>(&self, cursor: &mut Cursor<'a>, levels: usize) -> Read<BodyStructure<'a>> {
        let mut children = Vec::new();
        while cursor.peek() == Some(b'(') {
            let Some(child) = self.part(cursor, levels)? else { return Ok(None) };
            children.push(child);
            cursor.skip_spaces();
        }
        let subtype = optional_string(cursor).unwrap_or_default();
        Ok(multipart_end(cursor, Multipart { subtype, children, ..Multipart::default() }))
    }

    fn leaf<'a>(&self, cursor: &mut Cursor<'a>, levels: usize) -> Read<BodyStructure<'a>> {
        let media_type = optional_string(cursor).unwrap_or_default();
        cursor.skip_spaces();
        // `("mixed" ("boundary" "x") NIL NIL)`: a multipart whose children are left out.
        if cursor.peek() == Some(b'(') {
            return Ok(multipart_end(cursor, Multipart { subtype: media_type, ..Multipart::default() }));
        }
        let subtype = optional_string(cursor).unwrap_or_default();
        if is(&media_type, "multipart") {
            return Ok(multipart_end(cursor, Multipart { subtype, ..Multipart::default() }));
        }
        let mut leaf = Leaf { media_type, subtype, ..Leaf::default() };
        leaf.params = params(cursor);
        leaf.id = optional_string(cursor);
        leaf.description = optional_string(cursor);
        leaf.encoding = optional_string(cursor);
        cursor.skip_spaces();
        if cursor.peek() != Some(b')') {
            let Some(size) = cursor.lenient_number() else { return Ok(None) };
            leaf.size = size;
        }
        cursor.skip_spaces();
        if is(&leaf.media_type, "message") && cursor.peek() == Some(b'(') {
            // The envelope.
            if cursor.skip_value().is_none() {
                return Ok(None);
            }
            cursor.skip_spaces();
            if cursor.peek() == Some(b'(') {
                let Some(inner) = self.part(cursor, levels)? else { return Ok(None) };
                leaf.inner = Some(Box::new(inner));
            }
            cursor.skip_spaces();
        }
        if cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            leaf.lines = cursor.number();
        } else if is(&leaf.media_type, "text") {
            // The line count may be NIL.
            optional_string(cursor);
        }
        // The MD5 sum.
        optional_string(cursor);
        leaf.disposition = disposition(cursor);
        Ok(end(cursor).map(|()| BodyStructure::Leaf(leaf)))
    }
}

fn multipart_end<'a>(cursor: &mut Cursor<'a>, mut multipart: Multipart<'a>) -> Option<BodyStructure<'a>> {
    multipart.params = params(cursor);
    multipart.disposition = disposition(cursor);
    end(cursor).map(|()| BodyStructure::Multipart(multipart))
}

/// The string that is next; none for NIL, and where a list or the part's end is in its place.
fn optional_string<'a>(cursor: &mut Cursor<'a>) -> Option<Text<'a>> {
    cursor.skip_spaces();
    if matches!(cursor.peek(), Some(b'(' | b')')) { None } else { cursor.nstring()? }
}

/// `("charset" "utf-8" ..)`, `()` or NIL. A name without a value is dropped.
fn params<'a>(cursor: &mut Cursor<'a>) -> Vec<(Text<'a>, Text<'a>)> {
    let mut params = Vec::new();
    cursor.skip_spaces();
    if cursor.peek() != Some(b'(') {
        optional_string(cursor);
        return params;
    }
    let start = *cursor;
    cursor.eat(b'(');
    loop {
        cursor.skip_spaces();
        match cursor.peek() {
            Some(b')') => {
                cursor.eat(b')');
                return params;
            }
            Some(b'(') if cursor.skip_value().is_some() => continue,
            _ => {}
        }
        let Some(name) = cursor.nstring() else {
            *cursor = start;
            return params;
        };
        let value = optional_string(cursor);
        params.extend(name.zip(value));
    }
}

/// `("attachment" ("filename" "a.pdf"))`, a bare word, or NIL.
fn disposition<'a>(cursor: &mut Cursor<'a>) -> Option<Disposition<'a>> {
    cursor.skip_spaces();
    if !cursor.eat(b'(') {
        return optional_string(cursor).map(|word| (word, Vec::new()));
    }
    let word = optional_string(cursor);
    let params = params(cursor);
    end(cursor)?;
    word.map(|word| (word, params))
}

/// Passes over what is left of this list: language, location, extensions.
fn end(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        cursor.skip_spaces();
        if cursor.eat(b')') {
            return Some(());
        }
        cursor.skip_value()?;
    }
}
