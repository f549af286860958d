//! What the server keeps: mailboxes by name, the objects' ids, the conversations. It knows no session and no wire.

mod flags;
mod mailbox;
mod message;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

pub(crate) use self::flags::{Flags, SYSTEM};
pub(crate) use self::mailbox::Mailbox;
pub(crate) use self::message::{Content, Message};
use crate::mime::header;
use crate::role::Role;

/// The store, shared by all sessions.
#[derive(Debug)]
pub(crate) struct Store {
    state: Mutex<State>,
}

/// The mailboxes and the counters behind them.
#[derive(Debug)]
pub(crate) struct State {
    /// By decoded name, in the order LIST prints them.
    pub(crate) mailboxes: BTreeMap<String, Mailbox>,
    pub(crate) subscribed: BTreeSet<String>,
    pub(crate) separator: char,
    /// Octets of all messages, copies counted again.
    pub(crate) stored: u64,
    threads: HashMap<String, String>,
    next_object: u64,
    next_uid_validity: u32,
}

/// A message on its way in.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) bytes: Vec<u8>,
    pub(crate) flags: Flags,
    pub(crate) internal: Option<Timestamp>,
}

impl Store {
    pub(crate) fn new(separator: char, uid_validity: u32) -> Store {
        Store {
            state: Mutex::new(State {
                mailboxes: BTreeMap::new(),
                subscribed: BTreeSet::new(),
                separator,
                stored: 0,
                threads: HashMap::new(),
                next_object: 1,
                next_uid_validity: uid_validity.max(1),
            }),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(crate) fn by_id(&self, id: u64) -> Option<&Mailbox> {
        self.mailboxes.values().find(|m| m.id == id)
    }

    pub(crate) fn by_id_mut(&mut self, id: u64) -> Option<&mut Mailbox> {
        self.mailboxes.values_mut().find(|m| m.id == id)
    }

    /// Makes a mailbox; false if there is one already.
    pub(crate) fn create(&mut self, name: &str, role: Option<Role>) -> bool {
        if self.mailboxes.contains_key(name) {
            return false;
        }
        let id = self.object();
        let validity = self.next_uid_validity;
        self.next_uid_validity = validity.saturating_add(1);
        self.mailboxes.insert(name.to_owned(), Mailbox::new(id, validity, role));
        true
    }

    /// Removes a mailbox with its messages.
    pub(crate) fn delete(&mut self, name: &str) -> bool {
        let Some(gone) = self.mailboxes.remove(name) else { return false };
        self.stored = self.stored.saturating_sub(gone.counts().size);
        true
    }

    /// Makes the octets of a message into content with its ids.
    pub(crate) fn content(&mut self, bytes: Vec<u8>) -> Arc<Content> {
        let email_id = format!("M{:08}", self.object());
        let thread_id = self.thread(&bytes);
        Arc::new(Content::new(bytes, email_id, thread_id))
    }

    /// Adds a message to a mailbox and tells its uid.
    pub(crate) fn add(&mut self, mailbox: u64, incoming: Incoming) -> Option<u32> {
        let content = self.content(incoming.bytes);
        self.add_content(mailbox, content, incoming.flags, incoming.internal.unwrap_or_else(Timestamp::now))
    }

    /// Adds shared content to a mailbox and tells its uid.
    pub(crate) fn add_content(
        &mut self,
        mailbox: u64,
        content: Arc<Content>,
        flags: Flags,
        internal: Timestamp,
    ) -> Option<u32> {
        let size = content.size();
        let uid = self.by_id_mut(mailbox)?.add(content, flags, internal)?;
        self.stored = self.stored.saturating_add(size);
        Some(uid)
    }

    /// Takes a message out of a mailbox.
    pub(crate) fn remove(&mut self, mailbox: u64, uid: u32) -> bool {
        let Some(gone) = self.by_id_mut(mailbox).and_then(|m| m.remove(uid)) else { return false };
        self.stored = self.stored.saturating_sub(gone.content.size());
        true
    }

    /// Adds a message to a mailbox by its name, as a delivery would.
    pub(crate) fn deliver(&mut self, mailbox: &str, incoming: Incoming) -> Option<u32> {
        let id = self.mailboxes.get(mailbox)?.id;
        self.add(id, incoming)
    }

    /// Removes a message from a mailbox by its name, as another client would.
    pub(crate) fn expunge(&mut self, mailbox: &str, uid: u32) -> bool {
        let Some(id) = self.mailboxes.get(mailbox).map(|m| m.id) else { return false };
        self.remove(id, uid)
    }

    /// Replaces the flags of a message, as another client would; false if there is no such message.
    pub(crate) fn set_flags(&mut self, mailbox: &str, uid: u32, flags: Flags) -> bool {
        let Some(mailbox) = self.mailboxes.get_mut(mailbox) else { return false };
        let there = mailbox.get(uid).is_some();
        mailbox.change(uid, |old| *old = flags);
        there
    }

    /// Deletes a mailbox and makes it again, empty, with its role.
    pub(crate) fn recreate(&mut self, mailbox: &str) -> bool {
        let role = self.mailboxes.get(mailbox).and_then(|m| m.role);
        self.delete(mailbox) && self.create(mailbox, role)
    }

    fn object(&mut self) -> u64 {
        let id = self.next_object;
        self.next_object = id.saturating_add(1);
        id
    }

    /// The conversation a message belongs to: that of any message it names, or of one that named it.
    fn thread(&mut self, bytes: &[u8]) -> String {
        let ids = header::message_ids(header::block(bytes));
        let known = ids.iter().find_map(|id| self.threads.get(id)).cloned();
        let thread = known.unwrap_or_else(|| format!("T{:08}", self.object()));
        for id in ids {
            self.threads.entry(id).or_insert_with(|| thread.clone());
        }
        thread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> Store {
        let store = Store::new('/', 7);
        store.lock().create("INBOX", None);
        store
    }

    fn add(state: &mut State, bytes: &str) -> u32 {
        let id = state.mailboxes["INBOX"].id;
        state.add(id, Incoming { bytes: bytes.into(), flags: Flags::default(), internal: None }).unwrap()
    }

    #[test]
    fn uids_and_modification_sequences_only_grow() {
        let store = store();
        let mut state = store.lock();
        assert_eq!((add(&mut state, "a"), add(&mut state, "b")), (1, 2));
        let id = state.mailboxes["INBOX"].id;
        assert!(state.remove(id, 2));
        assert_eq!(add(&mut state, "c"), 3);
        let inbox = state.by_id_mut(id).unwrap();
        assert_eq!(inbox.highest_modseq, 5);
        assert!(inbox.change(1, |f| f.insert("\\Seen")));
        assert!(!inbox.change(1, |f| f.insert("\\Seen")), "nothing changed");
        assert_eq!((inbox.get(1).unwrap().modseq, inbox.highest_modseq), (6, 6));
        assert_eq!(state.stored, 2);
    }

    #[test]
    fn a_mailbox_made_again_is_another_one() {
        let store = store();
        let mut state = store.lock();
        let before = (state.mailboxes["INBOX"].id, state.mailboxes["INBOX"].uid_validity);
        assert!(state.delete("INBOX") && state.create("INBOX", None));
        assert_eq!(before.1, 7);
        assert_eq!(state.mailboxes["INBOX"].uid_validity, 8);
        assert_ne!(state.mailboxes["INBOX"].id, before.0);
    }

    #[test]
    fn answers_share_the_thread_of_what_they_answer() {
        let store = store();
        let mut state = store.lock();
        let first = state.content(b"Message-ID: <a@x>\r\n\r\n".to_vec());
        let answer = state.content(b"Message-ID: <b@x>\r\nReferences: <a@x>\r\n\r\n".to_vec());
        let other = state.content(b"Message-ID: <c@x>\r\n\r\n".to_vec());
        assert_eq!(first.thread_id, answer.thread_id);
        assert_ne!(first.thread_id, other.thread_id);
        assert_ne!(first.email_id, answer.email_id);
    }
}
