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
        let mut outer = Vec::new();
        loop {
            if outer.len() >= nesting {
                return Err(WireError::Limit { what: "nesting", limit: nesting });
            }
            let mut started = start(cursor);
            loop {
                match started {
                    None => return Ok(None),
                    Some(Started::Outer(part)) => {
                        outer.push(part);
                        break;
                    }
                    Some(Started::Whole(part)) => match outer.pop() {
                        None => return Ok(Some(part)),
                        Some(around) => started = add(cursor, around, part),
                    },
                }
            }
        }
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

/// A part of which an inner part is being read. Kept in a list of our own, so that depth takes no stack.
enum Unfinished<'a> {
    Multipart(Vec<BodyStructure<'a>>),
    Message(Leaf<'a>),
}

/// What the start of a part makes of it.
enum Started<'a> {
    Whole(BodyStructure<'a>),
    Outer(Unfinished<'a>),
}

fn start<'a>(cursor: &mut Cursor<'a>) -> Option<Started<'a>> {
    if !cursor.eat(b'(') {
        return None;
    }
    cursor.skip_spaces();
    match cursor.peek() {
        Some(b'(') => Some(Started::Outer(Unfinished::Multipart(Vec::new()))),
        // A part without any description: it still counts in the numbering.
        Some(b')') => cursor.eat(b')').then(|| Started::Whole(BodyStructure::Multipart(Multipart::default()))),
        _ => leaf(cursor),
    }
}

/// Adds a whole inner part; gives the outer part where that was its last, and takes it on where it was not.
fn add<'a>(cursor: &mut Cursor<'a>, outer: Unfinished<'a>, part: BodyStructure<'a>) -> Option<Started<'a>> {
    cursor.skip_spaces();
    match outer {
        Unfinished::Message(mut message) => {
            message.inner = Some(Box::new(part));
            leaf_end(cursor, message).map(Started::Whole)
        }
        Unfinished::Multipart(mut children) => {
            children.push(part);
            if cursor.peek() == Some(b'(') {
                return Some(Started::Outer(Unfinished::Multipart(children)));
            }
            let subtype = optional_string(cursor).unwrap_or_default();
            multipart_end(cursor, Multipart { subtype, children, ..Multipart::default() }).map(Started::Whole)
        }
    }
}

fn leaf<'a>(cursor: &mut Cursor<'a>) -> Option<Started<'a>> {
    let media_type = optional_string(cursor).unwrap_or_default();
    cursor.skip_spaces();
    // `("mixed" ("boundary" "x") NIL NIL)`: a multipart whose children are left out.
    if cursor.peek() == Some(b'(') {
        let multipart = Multipart { subtype: media_type, ..Multipart::default() };
        return multipart_end(cursor, multipart).map(Started::Whole);
    }
    let subtype = optional_string(cursor).unwrap_or_default();
    if is(&media_type, "multipart") {
        return multipart_end(cursor, Multipart { subtype, ..Multipart::default() }).map(Started::Whole);
    }
    let mut leaf = Leaf { media_type, subtype, ..Leaf::default() };
    leaf.params = params(cursor);
    leaf.id = optional_string(cursor);
    leaf.description = optional_string(cursor);
    leaf.encoding = optional_string(cursor);
    cursor.skip_spaces();
    if cursor.peek() != Some(b')') {
        leaf.size = cursor.lenient_number()?;
    }
    cursor.skip_spaces();
    if is(&leaf.media_type, "message") && cursor.peek() == Some(b'(') {
        // The envelope.
        cursor.skip_value()?;
        cursor.skip_spaces();
        if cursor.peek() == Some(b'(') {
            return Some(Started::Outer(Unfinished::Message(leaf)));
        }
    }
    leaf_end(cursor, leaf).map(Started::Whole)
}

fn leaf_end<'a>(cursor: &mut Cursor<'a>, mut leaf: Leaf<'a>) -> Option<BodyStructure<'a>> {
    if cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        leaf.lines = cursor.number();
    } else if is(&leaf.media_type, "text") {
        // The line count may be NIL.
        optional_string(cursor);
    }
    // The MD5 sum.
    optional_string(cursor);
    leaf.disposition = disposition(cursor);
    end(cursor).map(|()| BodyStructure::Leaf(leaf))
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
