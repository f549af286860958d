//! Commands on messages: FETCH, STORE, COPY, MOVE, EXPUNGE.

use std::io::{Read, Write};

use super::mailboxes::missing;
use super::view::{Style, View, number, tell_flags};
use super::{Session, Stop};
use crate::capability::Capability;
use crate::fetch::{self, Shown};
use crate::parse::{Change, Fetch, Item, NumberSet, Store};
use crate::reply::{self, Done, Refusal};
use crate::store::{Flags, Message, State};

impl<S: Read + Write> Session<S> {
    pub(super) fn fetch(&mut self, fetch: &Fetch) -> Result<Done, Stop> {
        for (item, capability) in fetch.items.iter().filter_map(|item| needed(item).map(|c| (item, c))) {
            self.need(capability)?;
            self.condstore |= *item == Item::ModSeq;
        }
        if fetch.partial.is_some() {
            self.need(Capability::Partial)?;
        }
        if fetch.set == NumberSet::Saved {
            self.need(Capability::Searchres)?;
        }
        let condstore = self.condstore;
        let zone = self.shared.options.zone.clone();
        let (view, mut state, out) = self.selected()?;
        let mut positions = view.positions(&fetch.set, fetch.uid)?;
        let mailbox = view.mailbox;
        if let Some(mailbox) = state.by_id(mailbox) {
            view.tell_keywords_in_use(mailbox, out);
        }
        if let Some(least) = fetch.changed_since {
            let changed = |at: &usize| message(view, &state, *at).is_some_and(|m| m.modseq > least);
            positions.retain(changed);
        }
        if let Some(window) = fetch.partial {
            positions = super::searching::cut(&positions, window).to_vec();
        }
        let marks = !view.read_only && fetch.items.iter().any(Item::marks_seen);
        let mut rows: Vec<(u32, bool, Message, bool)> = Vec::new();
        let mut gone = false;
        for at in positions {
            let Some(entry) = view.entries.get_mut(at) else { continue };
            let by = state.by_id_mut(mailbox);
            let seen_now = marks && by.is_some_and(|m| m.change(entry.uid, |flags| flags.insert("\\Seen")));
            match state.by_id(mailbox).and_then(|m| m.get(entry.uid)) {
                Some(message) => {
                    if seen_now {
                        entry.modseq = message.modseq;
                    }
                    rows.push((number(at), entry.recent, message.clone(), seen_now));
                }
                None => gone = true,
            }
        }
        drop(state);
        let mut with_flags = fetch.items.clone();
        with_flags.extend((!with_flags.contains(&Item::Flags)).then_some(Item::Flags));
        with_flags.extend((condstore && !with_flags.contains(&Item::ModSeq)).then_some(Item::ModSeq));
        let mut refusal = None;
        for (number, recent, message, seen_now) in &rows {
            let shown = Shown { number: *number, recent: *recent, message };
            let items = if *seen_now { &with_flags } else { &fetch.items };
            if let Err(unknown) = fetch::check(&message.content, items) {
                refusal.get_or_insert(unknown);
                continue;
            }
            self.wire.out.extend_from_slice(format!("* {number} FETCH (").as_bytes());
            for (at, item) in items.iter().enumerate() {
                self.wire.out.extend_from_slice(if at > 0 { b" " } else { b"" });
                fetch::item(&mut self.wire.out, shown, item, &zone);
                self.wire.flush_if_large()?;
            }
            self.wire.out.extend_from_slice(b")\r\n");
        }
        match refusal {
            Some(refusal) => Err(refusal.into()),
            None => Ok(Done { code: gone.then(|| "EXPUNGEISSUED".to_owned()) }),
        }
    }

    pub(super) fn store(&mut self, store: &Store) -> Result<Done, Refusal> {
        if store.unchanged_since.is_some() {
            self.need(Capability::Condstore)?;
            self.condstore = true;
        }
        if store.set == NumberSet::Saved {
            self.need(Capability::Searchres)?;
        }
        let style = Style { uid: store.uid, modseq: self.condstore };
        let (view, mut state, out) = self.selected()?;
        if view.read_only {
            return Err(Refusal::coded("READ-ONLY", "the mailbox was opened for reading"));
        }
        let given: Flags = store.flags.iter().collect();
        let (mut modified, mut gone) = (Vec::new(), false);
        let positions = view.positions(&store.set, store.uid)?;
        if let Some(mailbox) = state.by_id(view.mailbox) {
            view.tell_keywords_in_use(mailbox, out);
        }
        if store.change != Change::Remove && !state.by_id(view.mailbox).is_some_and(|m| m.has_room_for(&given)) {
            return Err(Refusal::coded("LIMIT", "there are too many keywords"));
        }
        if !positions.is_empty() && store.change != Change::Remove {
            view.tell_keywords(&given, out);
        }
        for at in positions {
            let Some(entry) = view.entries.get_mut(at) else { continue };
            let Some(mailbox) = state.by_id_mut(view.mailbox) else { continue };
            let Some(before) = mailbox.get(entry.uid).map(|m| m.modseq) else {
                gone = true;
                continue;
            };
            if store.unchanged_since.is_some_and(|most| before > most) {
                modified.push(if store.uid { entry.uid } else { number(at) });
                continue;
            }
            mailbox.change(entry.uid, |flags| match store.change {
                Change::Replace => *flags = given.clone(),
                Change::Add => given.iter().for_each(|f| flags.insert(f)),
                Change::Remove => given.iter().for_each(|f| flags.remove(f)),
            });
            let Some(message) = mailbox.get(entry.uid) else { continue };
            // A change by another that the client was not told of is told now, also to one that asked for silence.
            let flags = !store.silent || before > entry.modseq;
            entry.modseq = message.modseq;
            if flags || style.modseq {
                tell_flags(out, Shown { number: number(at), recent: entry.recent, message }, style, flags);
            }
        }
        if !modified.is_empty() {
            return Ok(Done::with(format!("MODIFIED {}", reply::sequence_set(&modified))));
        }
        Ok(Done { code: gone.then(|| "EXPUNGEISSUED".to_owned()) })
    }

    /// COPY or, with `take`, MOVE. `refuse_after`: a fault stops it after so many messages.
    pub(super) fn copy(
        &mut self,
        set: &NumberSet,
        uid: bool,
        target: &str,
        take: bool,
        refuse_after: Option<usize>,
    ) -> Result<Done, Refusal> {
        if take {
            self.need(Capability::Move)?;
        }
        if *set == NumberSet::Saved {
            self.need(Capability::Searchres)?;
        }
        let uid_plus = self.has(Capability::UidPlus);
        let limit = self.shared.options.limits.stored;
        let (view, mut state, out) = self.selected()?;
        if take && view.read_only {
            return Err(Refusal::coded("READ-ONLY", "the mailbox was opened for reading"));
        }
        let positions = view.positions(set, uid)?;
        let wanted: Vec<Message> = positions.iter().filter_map(|at| message(view, &state, *at).cloned()).collect();
        let to = state.mailboxes.get(target).ok_or_else(|| missing("TRYCREATE", target))?;
        let (to_id, validity) = (to.id, to.uid_validity);
        let octets = wanted.iter().fold(state.stored, |sum, m| sum.saturating_add(m.content.size()));
        if octets > limit {
            return Err(Refusal::coded("OVERQUOTA", "there is no room for more"));
        }
        let (mut from_uids, mut to_uids) = (Vec::new(), Vec::new());
        for message in wanted.iter().take(refuse_after.unwrap_or(usize::MAX)) {
            let copied = state.add_content(to_id, message.content.clone(), message.flags.clone(), message.internal);
            from_uids.push(message.uid);
            to_uids.extend(copied);
        }
        if take {
            for uid in &from_uids {
                state.remove(view.mailbox, *uid);
            }
        }
        let code = (uid_plus && !from_uids.is_empty()).then(|| {
            let (from, to) = (reply::sequence_set(&from_uids), reply::sequence_set(&to_uids));
            format!("COPYUID {validity} {from} {to}")
        });
        let told = take.then(|| code.clone()).flatten();
        if let Some(code) = told {
            out.extend_from_slice(format!("* OK [{code}] moved\r\n").as_bytes());
        }
        match refuse_after {
            Some(_) => Err(Refusal::no("stopped half-way")),
            None => Ok(Done { code: code.filter(|_| !take) }),
        }
    }

    /// EXPUNGE, or UID EXPUNGE of a set (RFC 4315).
    pub(super) fn expunge(&mut self, set: Option<&NumberSet>) -> Result<Done, Refusal> {
        if set.is_some() {
            self.need(Capability::UidPlus)?;
        }
        if set == Some(&NumberSet::Saved) {
            self.need(Capability::Searchres)?;
        }
        let (view, mut state, _out) = self.selected()?;
        if view.read_only {
            return Err(Refusal::coded("READ-ONLY", "the mailbox was opened for reading"));
        }
        for uid in marked(view, &state, set) {
            state.remove(view.mailbox, uid);
        }
        Ok(Done::plain())
    }
}

/// The uids of a view that are marked `\Deleted`, within a set of uids if one is given.
pub(super) fn marked(view: &View, state: &State, set: Option<&NumberSet>) -> Vec<u32> {
    let numbers = set.map(|set| view.numbers(set, true));
    let Some(mailbox) = state.by_id(view.mailbox) else { return Vec::new() };
    let uids = view.entries.iter().map(|e| e.uid).filter(|uid| numbers.as_ref().is_none_or(|n| n.contains(*uid)));
    uids.filter(|uid| mailbox.get(*uid).is_some_and(|m| m.flags.contains("\\Deleted"))).collect()
}

fn message<'a>(view: &View, state: &'a State, at: usize) -> Option<&'a Message> {
    state.by_id(view.mailbox)?.get(view.entries.get(at)?.uid)
}

fn needed(item: &Item) -> Option<Capability> {
    Some(match item {
        Item::ModSeq => Capability::Condstore,
        Item::EmailId | Item::ThreadId => Capability::ObjectId,
        Item::SaveDate => Capability::SaveDate,
        Item::Preview => Capability::Preview,
        Item::Binary(_) | Item::BinarySize(_) => Capability::Binary,
        _ => return None,
    })
}
