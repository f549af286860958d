//! LIST and STATUS: which mailboxes there are and how they stand.

use std::borrow::Cow;

use super::mailbox_name;
use super::scan::{Cursor, Words, is, whole_number};

/// A mailbox's name as the server spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MailboxText<'a> {
    /// The octets to name the mailbox with, also where they decode to something that does not encode back.
    pub(crate) raw: Cow<'a, [u8]>,
}

impl MailboxText<'_> {
    /// The name as people read it: modified UTF-7 decoded, or else UTF-8, bad bytes replaced.
    pub(crate) fn decoded(&self) -> String {
        mailbox_name::decode(&self.raw)
    }
}

/// One mailbox of LIST, LSUB or XLIST (RFC 9051, section 7.3.1). Extended data is passed over.
#[derive(Clone, Debug)]
pub(crate) struct List<'a> {
    pub(crate) attributes: Words<'a>,
    /// The hierarchy separator; None for a flat name.
    pub(crate) delimiter: Option<u8>,
    pub(crate) name: MailboxText<'a>,
}

impl<'a> List<'a> {
    pub(super) fn parse(mut cursor: Cursor<'a>) -> Option<Self> {
        let attributes = Words::new(cursor.word_list()?);
        cursor.skip_spaces();
        let delimiter = cursor.nstring()?.and_then(|text| text.first().copied());
        cursor.skip_spaces();
        Some(Self { attributes, delimiter, name: MailboxText { raw: cursor.astring()? } })
    }
}

/// What STATUS tells of a mailbox (RFC 9051, section 7.3.4; RFC 7162, RFC 8438). Unknown items are passed over.
#[derive(Clone, Debug)]
#[allow(dead_code)] // Says all that the server said, also what the engine does not ask.
pub(crate) struct MailboxStatus<'a> {
    pub(crate) name: MailboxText<'a>,
    pub(crate) messages: Option<u64>,
    pub(crate) recent: Option<u64>,
    pub(crate) uid_next: Option<u64>,
    pub(crate) uid_validity: Option<u64>,
    pub(crate) unseen: Option<u64>,
    pub(crate) deleted: Option<u64>,
    /// Octets of all messages together.
    pub(crate) size: Option<u64>,
    pub(crate) highest_mod_seq: Option<u64>,
}

impl<'a> MailboxStatus<'a> {
    pub(super) fn parse(mut cursor: Cursor<'a>) -> Option<Self> {
        let mut status = Self {
            name: MailboxText { raw: cursor.astring()? },
            messages: None,
            recent: None,
            uid_next: None,
            uid_validity: None,
            unseen: None,
            deleted: None,
            size: None,
            highest_mod_seq: None,
        };
        cursor.skip_spaces();
        if !cursor.eat(b'(') {
            return None;
        }
        loop {
            cursor.skip_spaces();
            if cursor.eat(b')') {
                return Some(status);
            }
            let item = cursor.atom()?;
            cursor.skip_spaces();
            let value = cursor.skip_value()?;
            if let Some(place) = status.place(item) {
                *place = whole_number(value);
            }
        }
    }

    fn place(&mut self, item: &[u8]) -> Option<&mut Option<u64>> {
        let places = [
            ("MESSAGES", &mut self.messages),
            ("RECENT", &mut self.recent),
            ("UIDNEXT", &mut self.uid_next),
            ("UIDVALIDITY", &mut self.uid_validity),
            ("UNSEEN", &mut self.unseen),
            ("DELETED", &mut self.deleted),
            ("SIZE", &mut self.size),
            ("HIGHESTMODSEQ", &mut self.highest_mod_seq),
        ];
        places.into_iter().find(|(name, _)| is(item, name)).map(|(_, place)| place)
    }
}
