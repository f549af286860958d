//! What FETCH told of one message: raw, in one buffer. Nothing is decoded before it is asked for; what the octets mean is
//! said elsewhere.

use super::{
    date::Moment,
    flags::FlagSet,
    header::{Field, Fields},
    parts::{self, Part},
    wanted::{Lack, Pieces},
};
use crate::wire::{Fetch, Item, Section, SectionKind, WireError};
use std::{borrow::Cow, ops::Range};

/// What FETCH told of one message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fetched {
    seq: u32,
    uid: u32,
    size: Option<u64>,
    mod_seq: Option<u64>,
    flags: Option<FlagSet>,
    pub(super) created: Slot<Moment>,
    pub(super) saved: Slot<Moment>,
    email_id: Slot<Span>,
    thread_id: Slot<Span>,
    preview: Slot<Span>,
    /// Everything below points into it.
    octets: Vec<u8>,
    message: Option<Span>,
    header: Option<Span>,
    fields: Blocks,
    structure: Option<Vec<Part>>,
    pieces: Vec<Piece>,
    /// What has been read part by part: a part of it that did not come is empty.
    pieces_read: Pieces,
    /// The first item that could not be read.
    broken: Option<Box<WireError>>,
}

/// A value that a message may lack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Slot<T> {
    #[default]
    NotFetched,
    /// NIL.
    Missing,
    Unreadable,
    Value(T),
}

type Span = Range<usize>;

/// Blocks of header fields, with the names that were asked for: one in nearly all rows, which needs no list.
#[derive(Clone, Debug, Default)]
struct Blocks {
    first: Option<(Span, Span)>,
    more: Vec<(Span, Span)>,
}

impl Blocks {
    fn push(&mut self, names: Span, block: Span) {
        match self.first {
            None => self.first = Some((names, block)),
            Some(_) => self.more.push((names, block)),
        }
    }

    /// The last that came first.
    fn latest(&self) -> impl Iterator<Item = &(Span, Span)> {
        self.more.iter().rev().chain(&self.first)
    }
}

/// A message with more parts to read than this is read whole.
const MOST_PIECES: usize = 32;

/// A part that was fetched on its own.
#[derive(Clone, Debug)]
struct Piece {
    path: Span,
    what: PieceKind,
    octets: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PieceKind {
    MimeHeader,
    Body,
    /// The body, or the first octets of it.
    Start,
}

/// What was fetched of a header field.
pub(super) enum Lookup<T> {
    NotFetched,
    Fetched(T),
}

/// Where the header's or the content's octets are.
impl Fetched {
    /// Takes in one FETCH response; what it says replaces what was known. An item that cannot be read leaves its column
    /// unreadable, and nothing else.
    pub(crate) fn absorb(&mut self, fetch: Fetch<'_>) {
        self.seq = fetch.seq;
        for item in fetch.items {
            match item {
                Ok(item) => self.take(item),
                Err(error) => {
                    self.broken.get_or_insert_with(|| Box::new(error));
                }
            }
        }
    }

    /// The number of the message, 0 where no UID item came.
    pub(crate) fn uid(&self) -> u32 {
        self.uid
    }

    pub(crate) fn seq(&self) -> u32 {
        self.seq
    }

    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    pub(crate) fn mod_seq(&self) -> Option<u64> {
        self.mod_seq
    }

    pub(crate) fn flags(&self) -> Option<&FlagSet> {
        self.flags.as_ref()
    }

    /// Whether an item has come, named as FETCH asks for it; one that could not be read has.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.broken.is_some()
            || match word {
                "FLAGS" => self.flags.is_some(),
                "INTERNALDATE" => !matches!(self.created, Slot::NotFetched),
                "RFC822.SIZE" => self.size.is_some(),
                "MODSEQ" => self.mod_seq.is_some(),
                "EMAILID" => !matches!(self.email_id, Slot::NotFetched),
                "THREADID" => !matches!(self.thread_id, Slot::NotFetched),
                "SAVEDATE" => !matches!(self.saved, Slot::NotFetched),
                "PREVIEW" => !matches!(self.preview, Slot::NotFetched),
                "BODYSTRUCTURE" => self.structure.is_some(),
                "BODY.PEEK[HEADER]" => self.header.is_some(),
                "BODY.PEEK[]" => self.message.is_some(),
                _ => false,
            }
    }

    /// Whether single header fields have come.
    pub(crate) fn has_fields(&self) -> bool {
        self.broken.is_some() || self.fields.first.is_some()
    }

    /// What of `pieces` has not come, once the items asked for have.
    pub(crate) fn lacks(&self, pieces: Pieces) -> Vec<Lack> {
        if pieces == Pieces::NONE || self.message.is_some() {
            return Vec::new();
        }
        let Some(parts) = &self.structure else { return vec![Lack::Message] };
        let is_asked = |part: &&Part| if part.is_attachment() { pieces.attachments } else { pieces.texts };
        let is_missing = |part: &&Part| self.piece(part.path.as_bytes(), PieceKind::Body).is_none();
        let lack = |part: &Part| Lack::Part { path: part.path.clone(), size: part.size() };
        let asked = parts.iter().filter(is_asked).take(MOST_PIECES + 1);
        let mut lacks: Vec<Lack> = asked.clone().filter(is_missing).map(lack).collect();
        if asked.count() > MOST_PIECES {
            return vec![Lack::Message];
        }
        if pieces.beginning
            && !pieces.texts
            && let Some(first) = parts.iter().find(|part| !part.is_attachment())
            && self.encoded_start(first).is_none()
        {
            lacks.push(Lack::beginning(first.path.clone(), first.media_type()));
        }
        lacks
    }

    /// All has come that will: a part of `pieces` that has not is empty.
    pub(crate) fn end(&mut self, pieces: Pieces) {
        self.pieces_read = pieces;
    }

    /// The first item that could not be read.
    pub(crate) fn broken(&self) -> Option<&WireError> {
        self.broken.as_deref()
    }

    fn take(&mut self, item: Item<'_>) {
        match item {
            Item::Uid(uid) => self.uid = uid,
            Item::Flags(flags) => self.flags = Some(FlagSet::new(flags)),
            Item::InternalDate(printed) => self.created = moment(printed),
            Item::SaveDate(printed) => self.saved = moment(printed),
            Item::Size(size) => self.size = Some(size),
            Item::ModSeq(mod_seq) => self.mod_seq = Some(mod_seq),
            Item::EmailId(id) => self.email_id = self.keep_text(id.as_deref()),
            Item::ThreadId(id) => self.thread_id = self.keep_text(id.as_deref()),
            Item::Preview(text) => self.preview = self.keep_text(text.as_deref()),
            Item::Structure(structure) => self.structure = Some(parts::of_structure(&structure)),
            Item::Body { section, origin, data } => self.take_section(&section, origin, data.as_deref()),
        }
    }

    fn take_section(&mut self, section: &Section<'_>, origin: Option<u32>, data: Option<&[u8]>) {
        // NIL where the message has no such part; a later piece of a part is of no use alone.
        let Some(data) = data.filter(|_| origin.unwrap_or(0) == 0) else { return };
        let is_whole = origin.is_none();
        match section.kind {
            SectionKind::Whole if section.path.is_empty() && is_whole => self.message = Some(self.keep(data)),
            SectionKind::Header if section.path.is_empty() && is_whole => self.header = Some(self.keep(data)),
            SectionKind::Fields if section.path.is_empty() && is_whole => {
                let start = self.octets.len();
                // One allocation in the common case, a list of rows.
                self.octets.reserve(section.fields.len() + data.len());
                section.fields.write(&mut self.octets);
                let names = start..self.octets.len();
                let block = self.keep(data);
                self.fields.push(names, block);
            }
            SectionKind::Mime if is_whole => self.keep_piece(section.path, PieceKind::MimeHeader, data),
            SectionKind::Whole if !section.path.is_empty() => {
                let what = if is_whole { PieceKind::Body } else { PieceKind::Start };
                self.keep_piece(section.path, what, data);
            }
            _ => {}
        }
    }

    fn keep_piece(&mut self, path: &[u8], what: PieceKind, data: &[u8]) {
        let path = self.keep(path);
        let octets = self.keep(data);
        self.pieces.push(Piece { path, what, octets });
    }

    fn keep_text(&mut self, text: Option<&[u8]>) -> Slot<Span> {
        text.map_or(Slot::Missing, |text| Slot::Value(self.keep(text)))
    }

    fn keep(&mut self, data: &[u8]) -> Span {
        let start = self.octets.len();
        self.octets.extend_from_slice(data);
        start..self.octets.len()
    }
}

/// What decoding starts from.
impl Fetched {
    pub(super) fn email_id(&self) -> Slot<&[u8]> {
        self.slot(&self.email_id)
    }

    pub(super) fn thread_id(&self) -> Slot<&[u8]> {
        self.slot(&self.thread_id)
    }

    pub(super) fn preview(&self) -> Slot<&[u8]> {
        self.slot(&self.preview)
    }

    /// The whole message.
    pub(super) fn message(&self) -> Option<&[u8]> {
        self.message.as_ref().map(|span| self.at(span))
    }

    /// The first field of this name, from the best source there is.
    pub(super) fn field(&self, name: &str) -> Lookup<Option<&[u8]>> {
        if let Some(header) = self.header() {
            return Lookup::Fetched(Fields::of(header).first(name));
        }
        let asked = |names: &Span| {
            let mut asked = self.at(names).split(|byte| *byte == b' ');
            asked.any(|own| own.eq_ignore_ascii_case(name.as_bytes()))
        };
        let found = self.fields.latest().find_map(|(_, block)| Fields::of(self.at(block)).first(name));
        match found {
            None if !self.fields.latest().any(|(names, _)| asked(names)) => Lookup::NotFetched,
            found => Lookup::Fetched(found),
        }
    }

    /// Every field, where the whole header is there.
    pub(super) fn all_fields(&self) -> Option<impl Iterator<Item = Field<'_>>> {
        self.header().map(Fields::of)
    }

    fn header(&self) -> Option<&[u8]> {
        self.message.as_ref().or(self.header.as_ref()).map(|span| self.at(span))
    }

    /// The leaf parts: from the message where it is there, else from BODYSTRUCTURE, else those that were fetched alone.
    pub(super) fn parts(&self) -> Option<Cow<'_, [Part]>> {
        if let Some(message) = self.message() {
            return Some(parts::of_message(message).into());
        }
        self.structure.as_deref().map(Cow::Borrowed).or_else(|| self.lone_parts().map(Cow::Owned))
    }

    /// A part's content as encoded.
    pub(super) fn encoded(&self, part: &Part) -> Option<&[u8]> {
        match &part.body {
            Some(range) => self.message()?.get(range.clone()),
            None => {
                let Pieces { texts, attachments, .. } = self.pieces_read;
                let is_read = if part.is_attachment() { attachments } else { texts };
                self.piece(part.path.as_bytes(), PieceKind::Body).or(is_read.then_some(b""))
            }
        }
    }

    /// A part's content, or the first octets of it.
    pub(super) fn encoded_start(&self, part: &Part) -> Option<&[u8]> {
        let start = || self.piece(part.path.as_bytes(), PieceKind::Start);
        self.encoded(part).or_else(start).or(self.pieces_read.beginning.then_some(b""))
    }

    /// Parts of which both the MIME header and the content are there, in the order of their numbers.
    fn lone_parts(&self) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.what == PieceKind::MimeHeader) {
            let path = self.at(&piece.path);
            if let Some(body) = self.piece(path, PieceKind::Body) {
                let path = String::from_utf8_lossy(path).into_owned();
                parts.push(parts::of_mime_header(path, self.at(&piece.octets), body.len() as u64));
            }
        }
        parts.sort_by_key(|part| part.path.split('.').map(|n| n.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>());
        (!parts.is_empty()).then_some(parts)
    }

    fn piece(&self, path: &[u8], what: PieceKind) -> Option<&[u8]> {
        let piece = self.pieces.iter().rfind(|piece| piece.what == what && self.at(&piece.path) == path)?;
        Some(self.at(&piece.octets))
    }

    fn slot(&self, slot: &Slot<Span>) -> Slot<&[u8]> {
        match slot {
            Slot::NotFetched => Slot::NotFetched,
            Slot::Missing => Slot::Missing,
            Slot::Unreadable => Slot::Unreadable,
            Slot::Value(span) => Slot::Value(self.at(span)),
        }
    }

    fn at(&self, span: &Span) -> &[u8] {
        self.octets.get(span.clone()).unwrap_or_default()
    }
}

fn moment(printed: Option<&[u8]>) -> Slot<Moment> {
    match printed {
        Some(printed) => Moment::of_server(printed).map_or(Slot::Unreadable, Slot::Value),
        None => Slot::Missing,
    }
}
