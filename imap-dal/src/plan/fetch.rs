//! What FETCH is asked for: the sum of what columns need, and nothing twice.

use super::{bounds::unsupported, server::Server};
use crate::{
    Result,
    query::Node,
    row::{Needs, Pieces, Wanted},
    schema::{Fixed, Key},
    wire::Command,
};
use std::{collections::BTreeSet, fmt};

/// The data items of a FETCH (RFC 9051 section 6.4.5). The uid is always among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FetchItems {
    flags: bool,
    internal_date: bool,
    size: bool,
    mod_seq: bool,
    email_id: bool,
    thread_id: bool,
    save_date: bool,
    preview: bool,
    structure: bool,
    header: bool,
    /// By lower-case name, so that none is asked for twice.
    fields: BTreeSet<FieldName>,
    message: bool,
    /// What is read part by part, once the structure has come.
    pieces: Pieces,
}

/// A header field's name, compared without case.
#[derive(Clone, Copy, Debug)]
struct FieldName(&'static str);

impl FetchItems {
    /// # Errors
    /// `Unsupported` for a column whose data the server does not have.
    pub(crate) fn of_projection(wanted: &Wanted, server: &Server) -> Result<Self> {
        let mut items = FetchItems::default();
        if wanted.everything() {
            items.add_everything(server);
        }
        for (key, needs) in wanted.columns() {
            items.add(*key, *needs, server)?;
        }
        Ok(items)
    }

    /// Adds what the evaluator needs to decide `node`.
    pub(crate) fn add_condition(&mut self, node: &Node, server: &Server) -> Result<()> {
        match node {
            Node::Test { key, .. } => self.add(*key, Needs::DEFAULT, server),
            Node::Any { key, .. } => self.add(*key, Needs::DEFAULT, server),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().try_for_each(|node| self.add_condition(node, server)),
            Node::Not(node) => self.add_condition(node, server),
            Node::TooDeep => Ok(()),
        }
    }

    /// Adds what a sort key needs.
    pub(crate) fn add_order(&mut self, key: Key, server: &Server) -> Result<()> {
        if key == Key::Fixed(Fixed::sent) {
            // A message without a readable Date is ordered by its arrival (RFC 5256 section 2.2).
            self.internal_date = true;
        }
        self.add(key, Needs::DEFAULT, server)
    }

    /// What both ask for.
    pub(crate) fn union(&self, other: &FetchItems) -> FetchItems {
        FetchItems {
            flags: self.flags || other.flags,
            internal_date: self.internal_date || other.internal_date,
            size: self.size || other.size,
            mod_seq: self.mod_seq || other.mod_seq,
            email_id: self.email_id || other.email_id,
            thread_id: self.thread_id || other.thread_id,
            save_date: self.save_date || other.save_date,
            preview: self.preview || other.preview,
            structure: self.structure || other.structure,
            header: self.header || other.header,
            fields: self.fields.union(&other.fields).copied().collect(),
            message: self.message || other.message,
            pieces: self.pieces.union(other.pieces),
        }
    }

    /// Adds the flags, for a guard against changes.
    pub(crate) fn add_flags(&mut self) {
        self.flags = true;
    }

    /// Adds the modification sequence, for a guard against changes; the server must have CONDSTORE.
    pub(crate) fn add_mod_seq(&mut self) {
        self.mod_seq = true;
    }

    /// Adds the size, to know what reading bodies will cost.
    pub(crate) fn add_size(&mut self) {
        self.size = true;
    }

    /// Reads the whole message instead of its parts.
    pub(crate) fn add_message(&mut self) {
        self.message = true;
    }

    /// Whether whole messages are read.
    pub(crate) fn messages(&self) -> bool {
        self.message
    }

    /// What is read part by part, once the structure has come.
    pub(crate) fn pieces(&self) -> Pieces {
        if self.message { Pieces::NONE } else { self.pieces }
    }

    /// Whether messages or parts of them are read.
    pub(crate) fn bodies(&self) -> bool {
        self.message || self.pieces != Pieces::NONE
    }

    /// Whether the uid is all: then SEARCH has told it already.
    pub(crate) fn is_uid_only(&self) -> bool {
        *self == FetchItems::default()
    }

    /// Writes the parenthesised list.
    pub(crate) fn write(&self, command: &mut Command) {
        command.open().word("UID");
        for word in self.words() {
            command.word(word);
        }
        if self.reads_fields() {
            command.header_fields(self.fields.iter().map(|name| name.0));
        }
        command.close();
    }

    /// The items beside the uid, as they are written, without those of single header fields.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static str> {
        let items = [
            (self.flags, "FLAGS"),
            (self.internal_date, "INTERNALDATE"),
            (self.size, "RFC822.SIZE"),
            (self.mod_seq, "MODSEQ"),
            (self.email_id, "EMAILID"),
            (self.thread_id, "THREADID"),
            (self.save_date, "SAVEDATE"),
            (self.preview, "PREVIEW"),
            (self.structure && !self.message, "BODYSTRUCTURE"),
            (self.header && !self.message, "BODY.PEEK[HEADER]"),
            (self.message, "BODY.PEEK[]"),
        ];
        items.into_iter().filter_map(|(is_wanted, word)| is_wanted.then_some(word))
    }

    /// Whether single header fields are read, `BODY.PEEK[HEADER.FIELDS (..)]`.
    pub(crate) fn reads_fields(&self) -> bool {
        !self.fields.is_empty() && !self.header && !self.message
    }

    /// The single header fields that are read.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static str> {
        let fields = self.reads_fields().then_some(&self.fields);
        fields.into_iter().flatten().map(|name| name.0)
    }

    fn add(&mut self, key: Key, needs: Needs, server: &Server) -> Result<()> {
        let has = &server.capabilities;
        let fixed = match key {
            Key::Fixed(fixed) => fixed,
            Key::Header(name) => {
                self.fields.insert(FieldName(name));
                return Ok(());
            }
            Key::Keyword(_) => Fixed::keywords,
            Key::OfAttachment(_) => Fixed::attachments,
        };
        let mut field = |name| self.fields.insert(FieldName(name));
        match fixed {
            Fixed::uid | Fixed::seq => {}
            Fixed::answered
            | Fixed::deleted
            | Fixed::draft
            | Fixed::flagged
            | Fixed::seen
            | Fixed::recent
            | Fixed::keywords => self.flags = true,
            Fixed::created => self.internal_date = true,
            Fixed::size => self.size = true,
            Fixed::saved if !has.save_date() => return Err(unsupported("SAVEDATE", key)),
            Fixed::saved => self.save_date = true,
            Fixed::modseq if !has.condstore() => return Err(unsupported("CONDSTORE", key)),
            Fixed::modseq => self.mod_seq = true,
            Fixed::email_id | Fixed::thread_id if !has.object_id() => return Err(unsupported("OBJECTID", key)),
            Fixed::email_id => self.email_id = true,
            Fixed::thread_id => self.thread_id = true,
            Fixed::preview if has.preview() => self.preview = true,
            Fixed::content | Fixed::attachments | Fixed::preview if has.structure() => {
                self.structure = true;
                self.pieces.texts |= fixed == Fixed::content;
                self.pieces.attachments |= fixed == Fixed::attachments && needs >= Needs::PARTS;
                self.pieces.beginning |= fixed == Fixed::preview;
            }
            Fixed::content | Fixed::attachments | Fixed::preview | Fixed::text | Fixed::email => self.message = true,
            Fixed::sent => _ = field("Date"),
            Fixed::subject => _ = field("Subject"),
            Fixed::sender => _ = field("From"),
            Fixed::to => _ = field("To"),
            Fixed::cc => _ = field("Cc"),
            Fixed::bcc => _ = field("Bcc"),
            Fixed::reply_to => _ = field("Reply-To"),
            Fixed::message_id => _ = field("Message-ID"),
            Fixed::in_reply_to => _ = field("In-Reply-To"),
            Fixed::references => _ = field("References"),
            Fixed::mime | Fixed::encoding => _ = field("Content-Type"),
        }
        Ok(())
    }

    /// Every column that needs no body, as far as the server has it.
    fn add_everything(&mut self, server: &Server) {
        let has = &server.capabilities;
        self.flags = true;
        self.internal_date = true;
        self.size = true;
        self.structure = has.structure();
        self.header = true;
        self.mod_seq = has.condstore();
        self.email_id = has.object_id();
        self.thread_id = has.object_id();
        self.save_date = has.save_date();
        self.preview = has.preview();
    }
}

impl fmt::Display for FetchItems {
    /// As sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut command = Command::new("");
        self.write(&mut command);
        f.write_str(command.to_string().trim_start())
    }
}

impl FieldName {
    fn lower(self) -> impl Iterator<Item = u8> {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

impl PartialEq for FieldName {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for FieldName {}

impl Ord for FieldName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.lower().cmp(other.lower())
    }
}

impl PartialOrd for FieldName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
