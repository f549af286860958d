//! What a session knows of its mailbox: the messages as last told to the client. Sequence numbers are positions here,
//! and change only when the client is told (RFC 3501, section 7.4.1).

use super::contexts::Updated;
use crate::builder::Options;
use crate::fetch::{self, Shown};
use crate::parse::{NumberSet, Numbers};
use crate::reply::Refusal;
use crate::store::{Flags, Mailbox, SYSTEM};

/// A selected mailbox.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) mailbox: u64,
    pub(crate) read_only: bool,
    pub(crate) entries: Vec<Entry>,
    /// The saved result of a search, ascending uids (RFC 5182).
    pub(crate) saved: Vec<u32>,
    /// Searches that are kept up to date (RFC 5267).
    pub(super) updated: Vec<Updated>,
    /// The keywords the client was told of.
    keywords: Flags,
    last_uid: u32,
    synced: u64,
}

/// One message as the client knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) uid: u32,
    /// The modification sequence up to which the client knows its flags.
    pub(crate) modseq: u64,
    pub(crate) recent: bool,
}

impl View {
    /// Opens a mailbox; with write access, its recent messages become this session's.
    pub(crate) fn open(mailbox: &mut Mailbox, read_only: bool) -> View {
        let mut view = View {
            mailbox: mailbox.id,
            read_only,
            entries: Vec::new(),
            saved: Vec::new(),
            updated: Vec::new(),
            keywords: mailbox.keywords().clone(),
            last_uid: 0,
            synced: 0,
        };
        view.take_new(mailbox);
        view.synced = mailbox.highest_modseq;
        view
    }

    pub(crate) fn recent(&self) -> usize {
        self.entries.iter().filter(|e| e.recent).count()
    }

    /// The positions a set names, ascending.
    ///
    /// # Errors
    /// A sequence number beyond the mailbox.
    pub(crate) fn positions(&self, set: &NumberSet, uid: bool) -> Result<Vec<usize>, Refusal> {
        let numbers = self.numbers(set, uid);
        let by_uid = uid || *set == NumberSet::Saved;
        if !by_uid && numbers.largest().is_some_and(|n| u64::from(n) > self.entries.len() as u64) {
            return Err(Refusal::bad("there is no message with such a number"));
        }
        let named = |(at, entry): (usize, &Entry)| {
            let number = if by_uid { entry.uid } else { number(at) };
            numbers.contains(number).then_some(at)
        };
        Ok(self.entries.iter().enumerate().filter_map(named).collect())
    }

    /// A set with `*` and `$` resolved; `$` gives uids.
    pub(crate) fn numbers(&self, set: &NumberSet, uid: bool) -> Numbers {
        match set {
            NumberSet::Saved => Numbers::of(&self.saved),
            NumberSet::Ranges(ranges) => {
                let largest =
                    if uid { self.entries.last().map_or(0, |e| e.uid) } else { number_of(self.entries.len()) };
                Numbers::resolve(ranges, largest)
            }
        }
    }

    /// Tells the client what changed since: removals only where they are permitted.
    pub(crate) fn sync(
        &mut self,
        mailbox: &mut Mailbox,
        removals: bool,
        style: Style,
        options: &Options,
        out: &mut Vec<u8>,
    ) {
        if mailbox.highest_modseq == self.synced {
            return;
        }
        self.tell_keywords_in_use(mailbox, out);
        let mut complete = true;
        if removals {
            self.tell_gone(mailbox, out);
            self.tell_removals(mailbox, out);
        } else {
            complete = self.entries.iter().all(|e| mailbox.get(e.uid).is_some());
        }
        if self.take_new(mailbox) {
            put(out, &format!("* {} EXISTS\r\n* {} RECENT\r\n", self.entries.len(), self.recent()));
        }
        for (at, entry) in self.entries.iter_mut().enumerate() {
            if let Some(message) = mailbox.get(entry.uid).filter(|m| m.modseq > entry.modseq) {
                let shown = Shown { number: number(at), recent: entry.recent, message };
                tell_flags(out, shown, style, true);
                entry.modseq = message.modseq;
            }
        }
        self.tell_results(mailbox, options, out);
        if complete {
            self.synced = mailbox.highest_modseq;
        }
    }

    /// Tells of the keywords that came into use since, before they are shown.
    pub(crate) fn tell_keywords_in_use(&mut self, mailbox: &Mailbox, out: &mut Vec<u8>) {
        if mailbox.highest_modseq != self.synced {
            self.tell_keywords(mailbox.keywords(), out);
        }
    }

    /// Tells of those of the keywords the client has not heard of, with all others (RFC 3501, section 7.2.6).
    pub(crate) fn tell_keywords(&mut self, keywords: &Flags, out: &mut Vec<u8>) {
        let new: Vec<&str> = keywords.iter().filter(|k| !k.starts_with('\\') && !self.keywords.contains(k)).collect();
        if new.is_empty() {
            return;
        }
        new.into_iter().for_each(|keyword| self.keywords.insert(keyword));
        let (flags, permanent) = self.flags();
        put(out, &format!("* FLAGS ({flags})\r\n* OK [PERMANENTFLAGS ({permanent})] flags that stay\r\n"));
    }

    /// The flags there are, and those the client may set.
    pub(crate) fn flags(&self) -> (String, String) {
        let flags = SYSTEM.into_iter().chain(self.keywords.iter()).collect::<Vec<_>>().join(" ");
        let permanent = if self.read_only { String::new() } else { format!("{flags} \\*") };
        (flags, permanent)
    }

    fn tell_removals(&mut self, mailbox: &Mailbox, out: &mut Vec<u8>) {
        let mut at = 0;
        self.entries.retain(|entry| {
            let there = mailbox.get(entry.uid).is_some();
            if there {
                at += 1;
            } else {
                put(out, &format!("* {} EXPUNGE\r\n", at + 1));
            }
            there
        });
        self.saved.retain(|uid| mailbox.get(*uid).is_some());
    }

    fn take_new(&mut self, mailbox: &mut Mailbox) -> bool {
        let new: Vec<(u32, u64, bool)> = mailbox.after(self.last_uid).map(|m| (m.uid, m.modseq, m.recent)).collect();
        for (uid, modseq, recent) in &new {
            let recent = if self.read_only { *recent } else { mailbox.claim_recent(*uid) };
            self.entries.push(Entry { uid: *uid, modseq: *modseq, recent });
            self.last_uid = *uid;
        }
        !new.is_empty()
    }
}

/// What a FETCH the client did not ask for is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) uid: bool,
    pub(crate) modseq: bool,
}

/// Prints the flags of a message, and the modification sequence where the client follows it.
pub(crate) fn tell_flags(out: &mut Vec<u8>, shown: Shown<'_>, style: Style, flags: bool) {
    let mut items = Vec::new();
    if style.uid {
        items.push(format!("UID {}", shown.message.uid));
    }
    if style.modseq {
        items.push(format!("MODSEQ ({})", shown.message.modseq));
    }
    if flags {
        items.push(format!("FLAGS ({})", fetch::flags(shown)));
    }
    put(out, &format!("* {} FETCH ({})\r\n", shown.number, items.join(" ")));
}

/// The sequence number of a position.
pub(crate) fn number(at: usize) -> u32 {
    number_of(at.saturating_add(1))
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
