//! A message made of values, in the place of a row.

use crate::{
    Address, AttachmentInfo, Error, Keywords, Result, TextPart,
    evaluate::values::Values,
    schema::{Fixed, Key},
};
use jiff::Zoned;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

/// What is not set is missing, empty, zero or not set.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    pub(super) flags: HashSet<Key>,
    pub(super) keywords: Vec<&'static str>,
    pub(super) numbers: HashMap<Key, u64>,
    pub(super) dates: HashMap<Key, Zoned>,
    pub(super) texts: HashMap<Key, String>,
    pub(super) addresses: HashMap<Key, Vec<Address>>,
    pub(super) references: Vec<String>,
    pub(super) attachments: Vec<AttachmentInfo>,
    pub(super) header_texts: Vec<String>,
    pub(super) content: Vec<TextPart>,
    pub(super) unreadable: HashSet<Key>,
}

pub(super) fn message() -> Message {
    Message::default()
}

impl Message {
    pub(super) fn flag(mut self, column: Fixed) -> Self {
        self.flags.insert(Key::Fixed(column));
        self
    }

    pub(super) fn keywords(mut self, keywords: &[&'static str]) -> Self {
        self.keywords = keywords.to_vec();
        self
    }

    pub(super) fn number(mut self, column: Fixed, number: u64) -> Self {
        self.numbers.insert(Key::Fixed(column), number);
        self
    }

    pub(super) fn date(mut self, column: Fixed, date: &str) -> Self {
        self.dates.insert(Key::Fixed(column), date.parse().expect("a date with a zone"));
        self
    }

    pub(super) fn text(mut self, key: impl Into<Key>, text: &str) -> Self {
        self.texts.insert(key.into(), text.to_owned());
        self
    }

    pub(super) fn addresses(mut self, column: Fixed, addresses: &[(Option<&str>, &str)]) -> Self {
        let address = |(name, email): &(Option<&str>, &str)| Address {
            name: name.map(str::to_owned),
            email: (*email).to_owned(),
        };
        self.addresses.insert(Key::Fixed(column), addresses.iter().map(address).collect());
        self
    }

    pub(super) fn references(mut self, ids: &[&str]) -> Self {
        self.references = ids.iter().map(|id| (*id).to_owned()).collect();
        self
    }

    pub(super) fn attachment(mut self, name: Option<&str>, media_type: &str, size: u64) -> Self {
        self.attachments.push(AttachmentInfo::new(name.map(str::to_owned), media_type.to_owned(), size));
        self
    }

    pub(super) fn header_texts(mut self, texts: &[&str]) -> Self {
        self.header_texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    pub(super) fn content(mut self, texts: &[&str]) -> Self {
        let part = |text: &&str| TextPart::new("text/plain".to_owned(), (*text).to_owned());
        self.content = texts.iter().map(part).collect();
        self
    }

    pub(super) fn unreadable(mut self, column: Fixed) -> Self {
        self.unreadable.insert(Key::Fixed(column));
        self
    }

    fn readable(&self, key: Key) -> Result<()> {
        if !self.unreadable.contains(&key) {
            return Ok(());
        }
        Err(Error::Decode { mailbox: "INBOX".into(), uid: 1, column: key.to_string().into(), source: "broken".into() })
    }
}

impl From<Fixed> for Key {
    fn from(column: Fixed) -> Self {
        Key::Fixed(column)
    }
}

impl Values for Message {
    fn flag(&self, key: Key) -> Result<bool> {
        self.readable(key)?;
        Ok(match key {
            Key::Keyword(name) => self.keywords.iter().any(|own| own.eq_ignore_ascii_case(name)),
            _ => self.flags.contains(&key),
        })
    }

    fn keywords(&self) -> Result<Keywords> {
        self.readable(Key::Fixed(Fixed::keywords))?;
        Ok(self.keywords.iter().copied().collect())
    }

    fn number(&self, key: Key) -> Result<u64> {
        self.readable(key)?;
        Ok(self.numbers.get(&key).copied().unwrap_or_default())
    }

    fn date(&self, key: Key) -> Result<Option<Zoned>> {
        self.readable(key)?;
        Ok(self.dates.get(&key).cloned())
    }

    fn text(&self, key: Key) -> Result<Option<Cow<'_, str>>> {
        self.readable(key)?;
        Ok(self.texts.get(&key).map(|text| Cow::Borrowed(text.as_str())))
    }

    fn addresses(&self, key: Key) -> Result<Vec<Address>> {
        self.readable(key)?;
        Ok(self.addresses.get(&key).cloned().unwrap_or_default())
    }

    fn ids(&self, key: Key) -> Result<Vec<String>> {
        self.readable(key)?;
        Ok(self.references.clone())
    }

    fn attachments(&self) -> Result<Vec<AttachmentInfo>> {
        self.readable(Key::Fixed(Fixed::attachments))?;
        Ok(self.attachments.clone())
    }

    fn header_texts(&self) -> Result<impl Iterator<Item = Cow<'_, str>>> {
        self.readable(Key::Fixed(Fixed::text))?;
        Ok(self.header_texts.iter().map(|text| Cow::Borrowed(text.as_str())))
    }

    fn content(&self) -> Result<Vec<TextPart>> {
        self.readable(Key::Fixed(Fixed::content))?;
        Ok(self.content.clone())
    }
}
