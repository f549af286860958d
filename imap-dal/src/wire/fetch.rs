//! The data of one message, item by item, borrowed from the response (RFC 9051, section 7.5.2).

use std::borrow::Cow;

use super::error::WireError;
use super::response::FlagList;
use super::scan::{Cursor, Words, is, whole_number32};
use super::structure::BodyStructure;

/// What FETCH tells of one message.
#[derive(Clone, Debug)]
pub(crate) struct Fetch<'a> {
    pub(crate) seq: u32,
    pub(crate) items: Items<'a>,
}

impl Fetch<'_> {
    /// The uid; 0 where no item tells it.
    pub(crate) fn uid(&self) -> u32 {
        // Nearly all servers tell it first.
        if let Some(number) = self.items.cursor.rest().strip_prefix(b"UID ") {
            let mut cursor = Cursor::new(number);
            if let (Some(uid), Some(b' ')) = (cursor.number32(), cursor.peek()) {
                return uid;
            }
        }
        let number = |item| if let Ok(Item::Uid(uid)) = item { Some(uid) } else { None };
        self.items.clone().find_map(number).unwrap_or_default()
    }
}

/// One item. RFC822, RFC822.HEADER and RFC822.TEXT come as the `Body` they abbreviate, BODY without a section as
/// `Structure`; ENVELOPE, BINARY and what is not known are passed over.
#[derive(Clone, Debug)]
pub(crate) enum Item<'a> {
    Uid(u32),
    Flags(FlagList<'a>),
    /// As quoted: ` 1-Feb-2026 10:00:00 +0000`.
    InternalDate(Option<&'a [u8]>),
    /// Octets of the whole message.
    Size(u64),
    ModSeq(u64),
    EmailId(Option<Cow<'a, [u8]>>),
    ThreadId(Option<Cow<'a, [u8]>>),
    SaveDate(Option<&'a [u8]>),
    Preview(Option<Cow<'a, [u8]>>),
    /// A piece of the message; `origin` is the offset asked for in a partial fetch, NIL is None.
    Body {
        section: Section<'a>,
        origin: Option<u32>,
        data: Option<Cow<'a, [u8]>>,
    },
    Structure(Box<BodyStructure<'a>>),
}

/// Which piece of a message: `1.2.HEADER.FIELDS (Subject From)`.
#[derive(Clone, Debug)]
pub(crate) struct Section<'a> {
    /// The part's number like `1.2`; empty for the message itself.
    pub(crate) path: &'a [u8],
    pub(crate) kind: SectionKind,
    /// The header names of `Fields` and `FieldsNot`.
    pub(crate) fields: Words<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Whole,
    Header,
    Fields,
    FieldsNot,
    Text,
    Mime,
}

impl SectionKind {
    fn from_word(word: &[u8]) -> Option<Self> {
        let named = [
            ("", Self::Whole),
            ("HEADER.FIELDS", Self::Fields),
            ("HEADER", Self::Header),
            ("TEXT", Self::Text),
            ("MIME", Self::Mime),
            ("HEADER.FIELDS.NOT", Self::FieldsNot),
        ];
        named.into_iter().find(|(name, _)| is(word, name)).map(|(_, kind)| kind)
    }
}

/// The items of one message, read as they are asked for. An item that cannot be read is one `Err`; iteration goes on
/// after it where its end is certain and stops where it is not.
#[derive(Clone, Debug)]
pub(crate) struct Items<'a> {
    cursor: Cursor<'a>,
    nesting: usize,
    is_done: bool,
}

/// An item's name as far as it decides how the value is read.
enum Name<'a> {
    Uid,
    Flags,
    InternalDate,
    Size,
    ModSeq,
    EmailId,
    ThreadId,
    SaveDate,
    Preview,
    Structure,
    Body(Section<'a>, Option<u32>),
    Unknown,
}

impl<'a> Items<'a> {
    pub(super) fn open(mut cursor: Cursor<'a>, nesting: usize) -> Option<Self> {
        cursor.skip_spaces();
        cursor.eat(b'(').then_some(Self { cursor, nesting, is_done: false })
    }

    /// Outer None: malformed; inner None: passed over.
    fn read_value(&mut self, name: Name<'a>) -> Result<Option<Option<Item<'a>>>, WireError> {
        let cursor = &mut self.cursor;
        let item = match name {
            Name::Uid => cursor.number32().map(Item::Uid),
            Name::Flags => cursor.word_list().map(|list| Item::Flags(Words::new(list))),
            Name::InternalDate => cursor.plain_nstring().map(Item::InternalDate),
            Name::Size => cursor.lenient_number().map(Item::Size),
            Name::ModSeq => in_parentheses(cursor, Cursor::number).map(Item::ModSeq),
            Name::EmailId => in_parentheses(cursor, Cursor::nstring).map(Item::EmailId),
            Name::ThreadId => in_parentheses(cursor, Cursor::nstring).map(Item::ThreadId),
            Name::SaveDate => cursor.plain_nstring().map(Item::SaveDate),
            Name::Preview => cursor.nstring().map(Item::Preview),
            Name::Body(section, origin) => cursor.nstring().map(|data| Item::Body { section, origin, data }),
            Name::Structure => {
                BodyStructure::parse(cursor, self.nesting)?.map(|structure| Item::Structure(Box::new(structure)))
            }
            Name::Unknown => return Ok(cursor.skip_value().map(|_| None)),
        };
        // A value ends where a space or the closing parenthesis says so, or the next item would start inside it.
        let is_whole = matches!(cursor.peek(), None | Some(b' ' | b')'));
        Ok(item.filter(|_| is_whole).map(Some))
    }

    fn give_up(&mut self, at: Cursor<'a>) -> WireError {
        self.is_done = true;
        WireError::malformed("FETCH item", at.rest())
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Result<Item<'a>, WireError>;

    /// The next known item; none after the last.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            self.cursor.skip_spaces();
            if self.cursor.eat(b')') {
                self.is_done = true;
                break;
            }
            let start = self.cursor;
            let Some(name) = read_name(&mut self.cursor) else { return Some(Err(self.give_up(start))) };
            self.cursor.skip_spaces();
            let before = self.cursor;
            let error = match self.read_value(name) {
                Ok(Some(Some(item))) => return Some(Ok(item)),
                Ok(Some(None)) => continue,
                Ok(None) => WireError::malformed("FETCH item", start.rest()),
                Err(error) => error,
            };
            self.cursor = before;
            if self.cursor.skip_value().is_none() {
                self.is_done = true;
            }
            return Some(Err(error));
        }
        None
    }
}

/// Whether an item begins with `word` and a space, as nearly all servers write it; steps over the word.
fn eat_word(cursor: &mut Cursor<'_>, word: &[u8]) -> bool {
    let after = cursor.rest().strip_prefix(word).filter(|after| after.first() == Some(&b' '));
    after.inspect(|after| *cursor = Cursor::new(after)).is_some()
}

fn read_name<'a>(cursor: &mut Cursor<'a>) -> Option<Name<'a>> {
    let common = match cursor.peek() {
        Some(b'U') if eat_word(cursor, b"UID") => Some(Name::Uid),
        Some(b'F') if eat_word(cursor, b"FLAGS") => Some(Name::Flags),
        Some(b'I') if eat_word(cursor, b"INTERNALDATE") => Some(Name::InternalDate),
        Some(b'R') if eat_word(cursor, b"RFC822.SIZE") => Some(Name::Size),
        Some(b'M') if eat_word(cursor, b"MODSEQ") => Some(Name::ModSeq),
        _ => None,
    };
    if common.is_some() {
        return common;
    }
    let word = cursor.item_name();
    if cursor.peek() == Some(b'[') {
        let inside = cursor.bracketed()?;
        let origin = if cursor.eat(b'<') {
            let digits = cursor.take_while(|byte| byte != b'>' && byte != b' ');
            Some(cursor.eat(b'>').then(|| whole_number32(digits))??)
        } else {
            None
        };
        let section = is(word, "BODY").then(|| Section::parse(inside)).flatten();
        return Some(section.map_or(Name::Unknown, |section| Name::Body(section, origin)));
    }
    let named = |kind| Name::Body(Section { path: b"", kind, fields: Words::default() }, None);
    Some(match word.len() {
        0 => return None,
        3 if is(word, "UID") => Name::Uid,
        5 if is(word, "FLAGS") => Name::Flags,
        11 if is(word, "RFC822.SIZE") => Name::Size,
        12 if is(word, "INTERNALDATE") => Name::InternalDate,
        6 if is(word, "MODSEQ") => Name::ModSeq,
        13 if is(word, "BODYSTRUCTURE") => Name::Structure,
        4 if is(word, "BODY") => Name::Structure,
        7 if is(word, "PREVIEW") => Name::Preview,
        7 if is(word, "EMAILID") => Name::EmailId,
        8 if is(word, "THREADID") => Name::ThreadId,
        8 if is(word, "SAVEDATE") => Name::SaveDate,
        6 if is(word, "RFC822") => named(SectionKind::Whole),
        13 if is(word, "RFC822.HEADER") => named(SectionKind::Header),
        11 if is(word, "RFC822.TEXT") => named(SectionKind::Text),
        _ => Name::Unknown,
    })
}

impl<'a> Section<'a> {
    fn parse(inside: &'a [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(inside);
        let path = cursor.take_while(|byte| byte.is_ascii_digit() || byte == b'.');
        let kind = SectionKind::from_word(cursor.take_while(|byte| !matches!(byte, b' ' | b'(')))?;
        Some(Self { path: path.strip_suffix(b".").unwrap_or(path), kind, fields: Words::new(cursor.rest()) })
    }
}

/// `(value)`; the parentheses, which RFC 7162 and RFC 8474 want, may be missing.
fn in_parentheses<'a, T>(cursor: &mut Cursor<'a>, read: impl Fn(&mut Cursor<'a>) -> Option<T>) -> Option<T> {
    let is_open = cursor.eat(b'(');
    let value = read(cursor)?;
    (!is_open || cursor.eat(b')')).then_some(value)
}
