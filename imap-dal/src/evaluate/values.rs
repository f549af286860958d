//! What the evaluator asks of a message: the row's decoders, as a trait, so that conditions are tested without a row.

use crate::{
    Address, AttachmentInfo, Error, Keywords, Result, Row, TextPart,
    schema::{AttachmentKey, Fixed, Key},
};
use jiff::Zoned;
use std::{borrow::Cow, iter};

/// The values of a message, or of one attachment, by column; none is "missing".
pub(crate) trait Values {
    fn flag(&self, key: Key) -> Result<bool> {
        Err(foreign(key))
    }

    fn keywords(&self) -> Result<Keywords> {
        Err(foreign(Key::Fixed(Fixed::keywords)))
    }

    fn number(&self, key: Key) -> Result<u64> {
        Err(foreign(key))
    }

    fn date(&self, key: Key) -> Result<Option<Zoned>> {
        Err(foreign(key))
    }

    fn text(&self, key: Key) -> Result<Option<Cow<'_, str>>> {
        Err(foreign(key))
    }

    fn addresses(&self, key: Key) -> Result<Vec<Address>> {
        Err(foreign(key))
    }

    fn ids(&self, key: Key) -> Result<Vec<String>> {
        Err(foreign(key))
    }

    fn attachments(&self) -> Result<Vec<AttachmentInfo>> {
        Err(foreign(Key::Fixed(Fixed::attachments)))
    }

    /// The text of every header field.
    fn header_texts(&self) -> Result<impl Iterator<Item = Cow<'_, str>>> {
        Err::<iter::Empty<_>, _>(foreign(Key::Fixed(Fixed::text)))
    }

    fn content(&self) -> Result<Vec<TextPart>> {
        Err(foreign(Key::Fixed(Fixed::content)))
    }
}

impl Values for Row {
    fn flag(&self, key: Key) -> Result<bool> {
        Row::flag(self, key)
    }

    fn keywords(&self) -> Result<Keywords> {
        Row::keywords(self)
    }

    fn number(&self, key: Key) -> Result<u64> {
        Row::number(self, key)
    }

    fn date(&self, key: Key) -> Result<Option<Zoned>> {
        Row::date(self, key)
    }

    fn text(&self, key: Key) -> Result<Option<Cow<'_, str>>> {
        Row::text(self, key)
    }

    fn addresses(&self, key: Key) -> Result<Vec<Address>> {
        Row::addresses(self, key)
    }

    fn ids(&self, key: Key) -> Result<Vec<String>> {
        Row::ids(self, key)
    }

    fn attachments(&self) -> Result<Vec<AttachmentInfo>> {
        Row::attachments(self)
    }

    fn header_texts(&self) -> Result<impl Iterator<Item = Cow<'_, str>>> {
        Row::header_texts(self)
    }

    fn content(&self) -> Result<Vec<TextPart>> {
        Row::content(self)
    }
}

impl Values for AttachmentInfo {
    fn number(&self, key: Key) -> Result<u64> {
        match key {
            Key::OfAttachment(AttachmentKey::size) => Ok(self.size),
            _ => Err(foreign(key)),
        }
    }

    fn text(&self, key: Key) -> Result<Option<Cow<'_, str>>> {
        match key {
            Key::OfAttachment(AttachmentKey::name) => Ok(self.name.as_deref().map(Cow::Borrowed)),
            Key::OfAttachment(AttachmentKey::media_type) => Ok(Some(Cow::Borrowed(&self.media_type))),
            _ => Err(foreign(key)),
        }
    }
}

/// A column of messages asked of an attachment, or the other way round; [`Condition::prepare`](super::Condition::prepare)
/// refuses such conditions.
fn foreign(key: Key) -> Error {
    Error::invalid(format!("column {key} cannot be read here"))
}
