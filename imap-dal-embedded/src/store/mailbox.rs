//! One mailbox: messages in ascending uid, and the counters that only grow (UIDNEXT, HIGHESTMODSEQ).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::flags::Flags;
use super::message::{Content, Message};
use crate::role::Role;

/// Keywords in one mailbox.
const KEYWORDS: usize = 1_000;

/// A mailbox of the store.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// What a session holds on to: a mailbox deleted and made again under the same name has another.
    pub(crate) id: u64,
    pub(crate) object_id: String,
    pub(crate) uid_validity: u32,
    pub(crate) uid_next: u32,
    pub(crate) highest_modseq: u64,
    pub(crate) role: Option<Role>,
    /// Every keyword a message had so far.
    keywords: Flags,
    messages: BTreeMap<u32, Message>,
}

/// The numbers STATUS and SELECT tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) messages: usize,
    pub(crate) recent: usize,
    pub(crate) unseen: usize,
    pub(crate) deleted: usize,
    pub(crate) size: u64,
}

impl Mailbox {
    pub(crate) fn new(id: u64, uid_validity: u32, role: Option<Role>) -> Mailbox {
        Mailbox {
            id,
            object_id: format!("F{id:08}"),
            uid_validity,
            uid_next: 1,
            highest_modseq: 1,
            role,
            keywords: Flags::default(),
            messages: BTreeMap::new(),
        }
    }

    pub(crate) fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    pub(crate) fn get(&self, uid: u32) -> Option<&Message> {
        self.messages.get(&uid)
    }

    /// The messages with a uid above `uid`.
    pub(crate) fn after(&self, uid: u32) -> impl Iterator<Item = &Message> {
        self.messages.range(uid.saturating_add(1)..).map(|(_, m)| m)
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts { messages: self.messages.len(), ..Counts::default() };
        for message in self.messages.values() {
            counts.recent += usize::from(message.recent);
            counts.unseen += usize::from(!message.flags.contains("\\Seen"));
            counts.deleted += usize::from(message.flags.contains("\\Deleted"));
            counts.size = counts.size.saturating_add(message.content.size());
        }
        counts
    }

    /// Adds a message and tells its uid; `None` when the uids are used up.
    pub(crate) fn add(&mut self, content: Arc<Content>, flags: Flags, internal: Timestamp) -> Option<u32> {
        let uid = self.uid_next;
        keywords(&flags).for_each(|keyword| self.keywords.insert(keyword));
        self.uid_next = uid.checked_add(1)?;
        let modseq = self.bump();
        let message = Message { uid, flags, internal, saved: Timestamp::now(), modseq, recent: true, content };
        self.messages.insert(uid, message);
        Some(uid)
    }

    /// Changes a message's flags. The modification sequence grows only if something changed; tells whether it did.
    pub(crate) fn change(&mut self, uid: u32, change: impl FnOnce(&mut Flags)) -> bool {
        let next = self.highest_modseq.saturating_add(1);
        let Some(message) = self.messages.get_mut(&uid) else { return false };
        let before = message.flags.clone();
        change(&mut message.flags);
        if message.flags.same(&before) {
            return false;
        }
        keywords(&message.flags).for_each(|keyword| self.keywords.insert(keyword));
        message.modseq = next;
        self.highest_modseq = next;
        true
    }

    /// Takes a message out; its octets are given back to whoever counts them.
    pub(crate) fn remove(&mut self, uid: u32) -> Option<Message> {
        let gone = self.messages.remove(&uid)?;
        self.bump();
        Some(gone)
    }

    /// The first session with write access to see a message makes it no longer recent.
    pub(crate) fn claim_recent(&mut self, uid: u32) -> bool {
        self.messages.get_mut(&uid).is_some_and(|m| std::mem::replace(&mut m.recent, false))
    }

    /// The first message without `\Seen`, as a sequence number from 1.
    pub(crate) fn first_unseen(&self) -> Option<usize> {
        self.messages.values().position(|m| !m.flags.contains("\\Seen")).map(|at| at + 1)
    }

    /// Every keyword a message had so far.
    pub(crate) fn keywords(&self) -> &Flags {
        &self.keywords
    }

    /// Whether messages may have these flags too.
    pub(crate) fn has_room_for(&self, flags: &Flags) -> bool {
        self.keywords.len() + keywords(flags).filter(|k| !self.keywords.contains(k)).count() <= KEYWORDS
    }

    fn bump(&mut self) -> u64 {
        self.highest_modseq = self.highest_modseq.saturating_add(1);
        self.highest_modseq
    }
}

fn keywords(flags: &Flags) -> impl Iterator<Item = &str> {
    flags.iter().filter(|flag| !flag.starts_with('\\'))
}
