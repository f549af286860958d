//! Searches whose results are kept up to date: RETURN (UPDATE) and CANCELUPDATE (RFC 5267, section 4.3).

use std::collections::BTreeSet;

use super::view::{Entry, View, number};
use crate::builder::Options;
use crate::parse::{Key, SortKey};
use crate::reply::sequence_set;
use crate::search::{Candidate, Context, matches, sort};
use crate::store::{Mailbox, Message};

/// Searches of one client that are kept up to date; more are refused with NOUPDATE.
pub(super) const CONTEXTS: usize = 16;

/// A search as it was given, its sets resolved.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    pub(super) key: Key,
    pub(super) order: Vec<SortKey>,
}

/// A search that is kept up to date.
#[derive(Debug)]
pub(super) struct Updated {
    pub(super) tag: String,
    pub(super) uid: bool,
    pub(super) sought: Sought,
    /// The uids the client knows to be in the result, in its order.
    pub(super) known: Vec<u32>,
}

impl Sought {
    /// The messages found, with their sequence numbers, in the order asked for.
    pub(super) fn find<'m>(&self, messages: &'m [(u32, bool, Message)], options: &Options) -> Vec<(u32, &'m Message)> {
        let context = Context {
            words: options.words,
            unreadable: options.unreadable,
            zone: &options.zone,
            now: jiff::Timestamp::now(),
        };
        let candidates =
            messages.iter().map(|(number, recent, message)| Candidate { number: *number, recent: *recent, message });
        let found = candidates.filter(|c| matches(&self.key, *c, &context)).map(|c| (c.number, c.message));
        if self.order.is_empty() { found.collect() } else { sort::sort(found.collect(), &self.order) }
    }
}

impl View {
    /// The messages the client knows that are still there.
    pub(super) fn messages(&self, mailbox: &Mailbox) -> Vec<(u32, bool, Message)> {
        let there = |(at, entry): (usize, &Entry)| Some((number(at), entry.recent, mailbox.get(entry.uid)?.clone()));
        self.entries.iter().enumerate().filter_map(there).collect()
    }

    /// Takes out of the results what is no longer there, before the numbers of the rest change.
    pub(super) fn tell_gone(&mut self, mailbox: &Mailbox, out: &mut Vec<u8>) {
        for context in &mut self.updated {
            let there = |uid: &u32| mailbox.get(*uid).is_some();
            let left = context.known.iter().copied().filter(there).collect();
            context.tell_change(&self.entries, left, out);
        }
    }

    /// Tells how the results changed.
    pub(super) fn tell_results(&mut self, mailbox: &Mailbox, options: &Options, out: &mut Vec<u8>) {
        if self.updated.is_empty() {
            return;
        }
        let messages = self.messages(mailbox);
        for context in &mut self.updated {
            let found = context.sought.find(&messages, options).into_iter().map(|(_, message)| message.uid).collect();
            context.tell_change(&self.entries, found, out);
        }
    }
}

impl Updated {
    /// REMOVEFROM and ADDTO, from the result the client knows to this one. A result in no order has no positions: they
    /// are 0.
    fn tell_change(&mut self, entries: &[Entry], now: Vec<u32>, out: &mut Vec<u8>) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        let kept = self.kept(&now);
        let ordered = !self.sought.order.is_empty();
        // From the end, so that the positions of what is still to be removed hold.
        for (at, uid) in self.known.iter().enumerate().rev().filter(|(_, uid)| !kept.contains(uid)) {
            removed.push((number(at), *uid));
        }
        for (at, uid) in now.iter().enumerate().filter(|(_, uid)| !kept.contains(uid)) {
            added.push((number(at), *uid));
        }
        for (word, changes) in [("REMOVEFROM", removed), ("ADDTO", added)] {
            let shown: Vec<String> = if ordered {
                changes.iter().map(|(at, uid)| format!("{at} {}", self.number_of(entries, *uid))).collect()
            } else {
                let mut numbers: Vec<u32> = changes.iter().map(|(_, uid)| self.number_of(entries, *uid)).collect();
                numbers.sort_unstable();
                (!numbers.is_empty()).then(|| format!("0 {}", sequence_set(&numbers))).into_iter().collect()
            };
            if !shown.is_empty() {
                let uid = if self.uid { " UID" } else { "" };
                let line = format!("* ESEARCH (TAG \"{}\"){uid} {word} ({})\r\n", self.tag, shown.join(" "));
                out.extend_from_slice(line.as_bytes());
            }
        }
        self.known = now;
    }

    /// What stays where it is. Something that changed its place in the order leaves and comes again: told is then the
    /// whole result, since that is rare.
    fn kept(&self, now: &[u32]) -> BTreeSet<u32> {
        let [before, after] = [&self.known[..], now].map(|uids| uids.iter().copied().collect::<BTreeSet<u32>>());
        let both = |uid: &&u32| before.contains(uid) && after.contains(uid);
        let same_order = self.known.iter().filter(both).eq(now.iter().filter(both));
        if same_order { before.intersection(&after).copied().collect() } else { BTreeSet::new() }
    }

    fn number_of(&self, entries: &[Entry], uid: u32) -> u32 {
        if self.uid {
            return uid;
        }
        entries.binary_search_by_key(&uid, |entry| entry.uid).map_or(0, number)
    }
}
