//! Commands on mailboxes: SELECT, EXAMINE, CREATE, DELETE, RENAME, SUBSCRIBE, CLOSE, APPEND.

use std::io::{Read, Write};

use super::Session;
use super::view::View;
use crate::capability::Capability;
use crate::mime::binary;
use crate::parse::Appended;
use crate::reply::{self, Done, Refusal};
use crate::role::Role;
use crate::store::{Flags, Incoming, State};

/// Characters of a mailbox name.
const NAME: usize = 1_000;
/// Mailboxes of an account.
const MAILBOXES: usize = 10_000;

impl<S: Read + Write> Session<S> {
    pub(super) fn select(&mut self, name: &str, read_only: bool, condstore: bool) -> Result<Done, Refusal> {
        if condstore {
            self.need(Capability::Condstore)?;
        }
        // Also a SELECT that fails leaves no mailbox selected.
        self.view = None;
        let mut state = self.store.lock();
        let mailbox = state.mailboxes.get_mut(name).ok_or_else(|| missing("NONEXISTENT", name))?;
        self.condstore |= condstore;
        let view = View::open(mailbox, read_only);
        let (flags, permanent) = view.flags();
        let mut lines = vec![
            format!("* FLAGS ({flags})"),
            format!("* OK [PERMANENTFLAGS ({permanent})] flags that stay"),
            format!("* {} EXISTS", view.entries.len()),
            format!("* {} RECENT", view.recent()),
        ];
        if let Some(first) = mailbox.first_unseen() {
            lines.push(format!("* OK [UNSEEN {first}] first unseen"));
        }
        lines.push(format!("* OK [UIDVALIDITY {}] uids are valid", mailbox.uid_validity));
        lines.push(format!("* OK [UIDNEXT {}] next uid", mailbox.uid_next));
        let has = |capability| self.shared.options.capabilities.has(capability);
        if has(Capability::Condstore) {
            lines.push(format!("* OK [HIGHESTMODSEQ {}] highest", mailbox.highest_modseq));
        }
        if has(Capability::ObjectId) {
            lines.push(format!("* OK [MAILBOXID ({})] mailbox id", mailbox.object_id));
        }
        drop(state);
        lines.iter().for_each(|line| self.say(line));
        self.view = Some(view);
        Ok(Done::with(if read_only { "READ-ONLY" } else { "READ-WRITE" }))
    }

    /// CLOSE, or UNSELECT when nothing is to be expunged.
    pub(super) fn close(&mut self, expunge: bool) -> Result<Done, Refusal> {
        if let Ok((view, mut state, _out)) = self.selected()
            && expunge
            && !view.read_only
        {
            for uid in super::messages::marked(view, &state, None) {
                state.remove(view.mailbox, uid);
            }
        }
        self.view.take().map(|_| Done::plain()).ok_or_else(|| Refusal::bad("no mailbox is selected"))
    }

    pub(super) fn create(&mut self, name: &str, roles: &[String]) -> Result<Done, Refusal> {
        if !roles.is_empty() {
            self.need(Capability::CreateSpecialUse)?;
        }
        let role = match roles {
            [] => None,
            [one] => Some(Role::from_attribute(one).ok_or_else(|| Refusal::coded("USEATTR", "this role is unknown"))?),
            _ => return Err(Refusal::coded("USEATTR", "a mailbox has one role")),
        };
        let mut state = self.store.lock();
        let name = name.strip_suffix(state.separator).unwrap_or(name);
        acceptable(name, &state)?;
        if !state.create(name, role) {
            return Err(Refusal::coded("ALREADYEXISTS", "there is such a mailbox"));
        }
        let id = state.mailboxes.get(name).map(|m| format!("MAILBOXID ({})", m.object_id));
        Ok(Done { code: id.filter(|_| self.has(Capability::ObjectId)) })
    }

    pub(super) fn delete(&mut self, name: &str) -> Result<Done, Refusal> {
        if name == "INBOX" {
            return Err(Refusal::coded("CANNOT", "INBOX stays"));
        }
        if self.store.lock().delete(name) { Ok(Done::plain()) } else { Err(missing("NONEXISTENT", name)) }
    }

    /// RENAME: the mailboxes below go along; INBOX is emptied into the new one (RFC 3501, section 6.3.5).
    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<Done, Refusal> {
        let mut state = self.store.lock();
        acceptable(to, &state)?;
        let below = format!("{from}{}", state.separator);
        let moved: Vec<String> =
            state.mailboxes.keys().filter(|n| *n == from || n.starts_with(&below)).cloned().collect();
        if moved.is_empty() {
            return Err(missing("NONEXISTENT", from));
        }
        if to.starts_with(&below) {
            return Err(Refusal::coded("CANNOT", "a mailbox cannot go below itself"));
        }
        let names: Vec<(String, String)> = if from == "INBOX" {
            vec![("INBOX".to_owned(), to.to_owned())]
        } else {
            moved.into_iter().map(|old| (old.replacen(from, to, 1), old)).map(|(new, old)| (old, new)).collect()
        };
        if names.iter().any(|(_, new)| state.mailboxes.contains_key(new)) {
            return Err(Refusal::coded("ALREADYEXISTS", "there is such a mailbox"));
        }
        for (old, new) in names {
            if let Some(mailbox) = state.mailboxes.remove(&old) {
                state.mailboxes.insert(new, mailbox);
            }
        }
        if from == "INBOX" {
            state.create("INBOX", None);
        }
        Ok(Done::plain())
    }

    pub(super) fn subscribe(&mut self, name: String, on: bool) -> Result<Done, Refusal> {
        let mut state = self.store.lock();
        if !on {
            state.subscribed.remove(&name);
        } else if state.mailboxes.contains_key(&name) {
            state.subscribed.insert(name);
        } else {
            return Err(missing("NONEXISTENT", &name));
        }
        Ok(Done::plain())
    }

    /// APPEND: all messages or none (RFC 3502).
    pub(super) fn append(&mut self, name: &str, mut messages: Vec<Appended>) -> Result<Done, Refusal> {
        if messages.len() > 1 {
            self.need(Capability::MultiAppend)?;
        }
        if messages.iter().any(|m| m.binary) {
            self.need(Capability::Binary)?;
        }
        if messages.iter().any(|m| !m.binary && m.bytes.contains(&0)) {
            return Err(Refusal::bad("NUL needs a literal8"));
        }
        for message in messages.iter_mut().filter(|m| m.binary && m.bytes.contains(&0)) {
            message.bytes = binary::to_base64(&message.bytes);
            if message.bytes.contains(&0) {
                return Err(Refusal::coded("UNKNOWN-CTE", "NUL is in a part that is not said to be binary"));
            }
        }
        if messages.iter().any(|m| m.bytes.is_empty()) {
            return Err(Refusal::no("an empty message cannot be appended"));
        }
        let mut state = self.store.lock();
        let mailbox = state.mailboxes.get(name).ok_or_else(|| missing("TRYCREATE", name))?;
        let (id, validity) = (mailbox.id, mailbox.uid_validity);
        let room = mailbox.uid_next.checked_add(u32::try_from(messages.len()).unwrap_or(u32::MAX));
        let octets = messages.iter().fold(state.stored, |sum, m| sum.saturating_add(m.bytes.len() as u64));
        if octets > self.shared.options.limits.stored || room.is_none() {
            return Err(Refusal::coded("OVERQUOTA", "there is no room for more"));
        }
        let flags: Flags = messages.iter().flat_map(|m| &m.flags).collect();
        if !mailbox.has_room_for(&flags) {
            return Err(Refusal::coded("LIMIT", "there are too many keywords"));
        }
        let mut uids = Vec::new();
        for message in messages {
            let flags: Flags = message.flags.iter().collect();
            uids.extend(state.add(id, Incoming { bytes: message.bytes, flags, internal: message.internal }));
        }
        let code = format!("APPENDUID {validity} {}", reply::sequence_set(&uids));
        Ok(Done { code: Some(code).filter(|_| self.has(Capability::UidPlus)) })
    }
}

pub(super) fn missing(code: &str, name: &str) -> Refusal {
    Refusal::coded(code, format!("there is no mailbox {}", crate::mutf7::encode(name)))
}

fn acceptable(name: &str, state: &State) -> Result<(), Refusal> {
    let empty_level = name.split(state.separator).any(str::is_empty);
    if empty_level || name.chars().count() > NAME || name.chars().any(|c| c.is_control() || "%*".contains(c)) {
        return Err(Refusal::coded("CANNOT", "this is no name for a mailbox"));
    }
    if state.mailboxes.len() >= MAILBOXES {
        return Err(Refusal::coded("LIMIT", "there are too many mailboxes"));
    }
    Ok(())
}
