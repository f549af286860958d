//! What each column reads: the page "Values" of the semantics, once, for conditions and for users alike.

use super::{
    Row, address, date,
    fetched::{Lookup, Slot},
    ids::message_ids,
    mime,
    parameters::Value,
    parts::Part,
    words::{header_text, normalized},
};
use crate::{
    Address, Attachment, AttachmentInfo, Error, Keywords, Result, TextPart,
    schema::{Fixed, Key},
};
use jiff::Zoned;
use std::borrow::Cow;

/// How many characters a preview has at most (RFC 8970 section 3.1).
const PREVIEW: usize = 200;

/// Every one fails with `InvalidInput` where the query did not fetch what it reads, and where the column is of another
/// kind; with `Decode` where the server's answer cannot be read.
impl Row {
    /// Subject and header columns, message_id and in_reply_to, mime and encoding, object ids.
    pub(crate) fn text(&self, key: Key) -> Result<Option<Cow<'_, str>>> {
        if let Some(name) = text_field(key) {
            let Some(value) = self.field(key, name)? else { return Ok(None) };
            return Ok(match key {
                Key::Fixed(Fixed::message_id | Fixed::in_reply_to) => {
                    Some(Cow::Owned(message_ids(value).into_iter().next().unwrap_or_default()))
                }
                Key::Fixed(Fixed::mime) => Some(media_type(value)),
                Key::Fixed(Fixed::encoding) => Value::parse(value).parameters.text("charset").map(Cow::Owned),
                _ => Some(header_text(value)),
            });
        }
        let id = match key {
            Key::Fixed(Fixed::email_id) => self.fetched().email_id(),
            Key::Fixed(Fixed::thread_id) => self.fetched().thread_id(),
            _ => return Err(is_no(key, "text")),
        };
        Ok(self.value(key, id)?.map(mime::text_of))
    }

    /// sender, to, cc, bcc and reply_to.
    pub(crate) fn addresses(&self, key: Key) -> Result<Vec<Address>> {
        Ok(self.address_iter(key)?.collect())
    }

    /// As `addresses`, one by one.
    pub(crate) fn address_iter(&self, key: Key) -> Result<impl Iterator<Item = Address>> {
        let name = match key {
            Key::Fixed(Fixed::sender) => "From",
            Key::Fixed(Fixed::to) => "To",
            Key::Fixed(Fixed::cc) => "Cc",
            Key::Fixed(Fixed::bcc) => "Bcc",
            Key::Fixed(Fixed::reply_to) => "Reply-To",
            _ => return Err(is_no(key, "addresses")),
        };
        Ok(address::addresses(self.field(key, name)?.unwrap_or_default()))
    }

    /// references.
    pub(crate) fn ids(&self, key: Key) -> Result<Vec<String>> {
        match key {
            Key::Fixed(Fixed::references) => Ok(self.field(key, "References")?.map_or_else(Vec::new, message_ids)),
            _ => Err(is_no(key, "message ids")),
        }
    }

    /// created, sent and saved.
    pub(crate) fn date(&self, key: Key) -> Result<Option<Zoned>> {
        match key {
            Key::Fixed(Fixed::sent) => Ok(self.field(key, "Date")?.and_then(date::of_field)),
            Key::Fixed(Fixed::created) => Ok(self.value(key, self.fetched().created)?.map(date::Moment::zoned)),
            Key::Fixed(Fixed::saved) => Ok(self.value(key, self.fetched().saved)?.map(date::Moment::zoned)),
            _ => Err(is_no(key, "a date")),
        }
    }

    /// uid, seq, size and modseq.
    pub(crate) fn number(&self, key: Key) -> Result<u64> {
        let number = match key {
            Key::Fixed(Fixed::uid) => Some(self.fetched().uid()).filter(|uid| *uid != 0).map(u64::from),
            Key::Fixed(Fixed::seq) => Some(u64::from(self.fetched().seq())),
            Key::Fixed(Fixed::size) => self.fetched().size(),
            Key::Fixed(Fixed::modseq) => self.fetched().mod_seq(),
            _ => return Err(is_no(key, "a number")),
        };
        number.ok_or_else(|| self.not_fetched(key))
    }

    /// The system flags, recent and keyword columns.
    pub(crate) fn flag(&self, key: Key) -> Result<bool> {
        let flags = self.fetched().flags().ok_or_else(|| self.not_fetched(key))?;
        let is_set = match key {
            Key::Fixed(column) => flags.system(column),
            Key::Keyword(name) => Some(flags.has_keyword(name)),
            _ => None,
        };
        is_set.ok_or_else(|| is_no(key, "a flag"))
    }

    pub(crate) fn keywords(&self) -> Result<Keywords> {
        let flags = self.fetched().flags().ok_or_else(|| self.not_fetched(Key::Fixed(Fixed::keywords)))?;
        Ok(flags.keywords())
    }

    /// The text parts that are no attachments.
    pub(crate) fn content(&self) -> Result<Vec<TextPart>> {
        let key = Key::Fixed(Fixed::content);
        let parts = self.parts(key)?;
        let text = |part: &Part| Ok(part.text(self.fetched().encoded(part).ok_or_else(|| self.not_fetched(key))?));
        parts.iter().filter(|part| !part.is_attachment()).map(text).collect()
    }

    /// What is known of the attachments.
    pub(crate) fn attachments(&self) -> Result<Vec<AttachmentInfo>> {
        let parts = self.parts(Key::Fixed(Fixed::attachments))?;
        Ok(parts.iter().filter(|part| part.is_attachment()).map(|part| self.info(part)).collect())
    }

    /// The attachments with their content.
    pub(crate) fn attachment_parts(&self) -> Result<Vec<Attachment>> {
        let key = Key::Fixed(Fixed::attachments);
        let parts = self.parts(key)?;
        let attachment = |part: &Part| {
            let encoded = self.fetched().encoded(part).ok_or_else(|| self.not_fetched(key))?;
            Ok(Attachment::new(self.info(part), part.data(encoded)))
        };
        parts.iter().filter(|part| part.is_attachment()).map(attachment).collect()
    }

    /// The first words: the server's where it gives them, else of the first text part.
    pub(crate) fn preview(&self) -> Result<String> {
        if let Slot::Value(text) = self.fetched().preview() {
            return Ok(shortened(&mime::text_of(text)));
        }
        let key = Key::Fixed(Fixed::preview);
        let Some(parts) = self.fetched().parts() else {
            return if matches!(self.fetched().preview(), Slot::Missing) {
                Ok(String::new())
            } else {
                Err(self.not_fetched(key))
            };
        };
        let Some(first) = parts.iter().find(|part| !part.is_attachment()) else { return Ok(String::new()) };
        let part = first.text(self.fetched().encoded_start(first).ok_or_else(|| self.not_fetched(key))?);
        let is_html = part.media_type == "text/html";
        Ok(shortened(&if is_html { mime::html_to_text(&part.text) } else { part.text }))
    }

    /// The message as stored.
    pub(crate) fn email(&self) -> Result<&[u8]> {
        self.fetched().message().ok_or_else(|| self.not_fetched(Key::Fixed(Fixed::email)))
    }

    /// The text of every header field, in order.
    pub(crate) fn header_texts(&self) -> Result<impl Iterator<Item = Cow<'_, str>>> {
        let fields = self.fetched().all_fields().ok_or_else(|| self.not_fetched(Key::Fixed(Fixed::text)))?;
        Ok(fields.map(|field| header_text(field.value)))
    }

    /// Whether the message lacks the value. What was not fetched is not missing: reading it is an error.
    pub(crate) fn is_missing(&self, key: Key) -> bool {
        match key {
            Key::Fixed(Fixed::created | Fixed::sent | Fixed::saved) => matches!(self.date(key), Ok(None)),
            Key::Fixed(Fixed::sender | Fixed::to | Fixed::cc | Fixed::bcc | Fixed::reply_to) => {
                self.address_iter(key).is_ok_and(|mut addresses| addresses.next().is_none())
            }
            Key::Fixed(Fixed::encoding | Fixed::email_id | Fixed::thread_id) => matches!(self.text(key), Ok(None)),
            _ => text_field(key).is_some_and(|name| matches!(self.field(key, name), Ok(None))),
        }
    }

    fn info(&self, part: &Part) -> AttachmentInfo {
        part.info(self.mailbox(), self.uid())
    }

    fn field(&self, key: Key, name: &str) -> Result<Option<&[u8]>> {
        match self.fetched().field(name) {
            Lookup::Fetched(value) => Ok(value),
            Lookup::NotFetched => Err(self.not_fetched(key)),
        }
    }

    fn value<T>(&self, key: Key, slot: Slot<T>) -> Result<Option<T>> {
        match slot {
            Slot::Value(value) => Ok(Some(value)),
            Slot::Missing => Ok(None),
            Slot::Unreadable => Err(self.error(key, "the server sent what is no value of this column".into())),
            Slot::NotFetched => Err(self.not_fetched(key)),
        }
    }

    fn parts(&self, key: Key) -> Result<Cow<'_, [Part]>> {
        self.fetched().parts().ok_or_else(|| self.not_fetched(key))
    }

    fn not_fetched(&self, key: Key) -> Error {
        match self.fetched().broken() {
            Some(broken) => self.error(key, broken.clone().into()),
            None => Error::invalid(format!("column {key} was not fetched; name it in `select`")),
        }
    }
}

/// The parts of type text/plain joined by a line break; without one the first of type text/html as it stands; else nothing.
pub(crate) fn text_of_content(parts: Vec<TextPart>) -> String {
    let mut plain = parts.iter().filter(|part| part.media_type == "text/plain").peekable();
    if plain.peek().is_some() {
        return plain.map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
    }
    parts.into_iter().find(|part| part.media_type == "text/html").map(|part| part.text).unwrap_or_default()
}

/// The header field that a text column reads.
fn text_field(key: Key) -> Option<&'static str> {
    match key {
        Key::Header(name) => Some(name),
        Key::Fixed(Fixed::subject) => Some("Subject"),
        Key::Fixed(Fixed::message_id) => Some("Message-ID"),
        Key::Fixed(Fixed::in_reply_to) => Some("In-Reply-To"),
        Key::Fixed(Fixed::mime | Fixed::encoding) => Some("Content-Type"),
        _ => None,
    }
}

/// `type/subtype` in lower case; what is no media type as it stands, in lower case.
fn media_type(value: &[u8]) -> Cow<'_, str> {
    let value = Value::parse(value);
    Cow::Owned(value.media_type().unwrap_or_else(|| header_text(&value.word).to_lowercase()))
}

fn shortened(text: &str) -> String {
    let text = normalized(text);
    text.char_indices().nth(PREVIEW).map_or(&*text, |(end, _)| &text[..end]).trim_end().to_owned()
}

fn is_no(key: Key, what: &str) -> Error {
    Error::invalid(format!("column {key} is not {what}; read it as the type it has"))
}
