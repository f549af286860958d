//! Search keys as arguments of a command. Parentheses come from the tree, so that no key can leave its place.

use super::search_key::{Clock, Flag, Relation, SearchKey, TextKey};
use crate::wire::{Command, SequenceSet};
use jiff::civil::Date;

impl SearchKey {
    /// Writes it as a list of keys of which all must match, which is what a SEARCH command ends in.
    pub(crate) fn write(&self, command: &mut Command) {
        let keys = match self {
            SearchKey::And(keys) => keys.as_slice(),
            key => std::slice::from_ref(key),
        };
        for key in keys {
            key.write_one(command);
        }
    }

    /// Octets when written, with the space in front.
    pub(crate) fn len(&self) -> usize {
        let mut command = Command::new("");
        self.write(&mut command);
        command.len()
    }

    /// Writes it as one `search-key`.
    fn write_one<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        match self {
            SearchKey::All => command.word("ALL"),
            SearchKey::Nothing => command.word("NOT").word("ALL"),
            SearchKey::Flag(flag, set) => command.word(flag.word(*set)),
            SearchKey::Keyword(name, set) => command.word(if *set { "KEYWORD" } else { "UNKEYWORD" }).flag(name),
            SearchKey::Uid(set) => write_uids(set, command),
            SearchKey::Larger(octets) => command.word("LARGER").number(u64::from(*octets)),
            SearchKey::Smaller(octets) => command.word("SMALLER").number(u64::from(*octets)),
            SearchKey::Day(clock, relation, day) => command.word(day_word(*clock, *relation)).raw_word(&date(*day)),
            SearchKey::SaveDateSupported => command.word("SAVEDATESUPPORTED"),
            SearchKey::ModSeq(value) => command.word("MODSEQ").number(*value),
            SearchKey::EmailId(id) => command.word("EMAILID").raw_word(id),
            SearchKey::ThreadId(id) => command.word("THREADID").raw_word(id),
            SearchKey::Header(name, text) => command.word("HEADER").header_name(name).astring(text.as_bytes()),
            SearchKey::Text(key, text) => command.word(key.word()).astring(text.as_bytes()),
            SearchKey::Not(key) => {
                command.word("NOT");
                key.write_one(command)
            }
            SearchKey::And(keys) => {
                command.open();
                for key in keys {
                    key.write_one(command);
                }
                command.close()
            }
            SearchKey::Or(keys) => write_any(keys, command),
        }
    }
}

/// One key, also of a set that servers do not take as one.
fn write_uids<'c>(set: &SequenceSet, command: &'c mut Command) -> &'c mut Command {
    match set.split(usize::MAX).as_slice() {
        [near, far] => command.word("OR").word("UID").set(near).word("UID").set(far),
        _ => command.word("UID").set(set),
    }
}

/// `OR` takes two keys: halves, so that a server's nesting grows with the logarithm of their number only.
fn write_any<'c>(keys: &[SearchKey], command: &'c mut Command) -> &'c mut Command {
    match keys {
        [] => command.word("NOT").word("ALL"),
        [key] => key.write_one(command),
        keys => {
            let (left, right) = keys.split_at(keys.len() / 2);
            command.word("OR");
            write_any(left, command);
            write_any(right, command)
        }
    }
}

impl Flag {
    fn word(self, set: bool) -> &'static str {
        match (self, set) {
            (Flag::Answered, true) => "ANSWERED",
            (Flag::Answered, false) => "UNANSWERED",
            (Flag::Deleted, true) => "DELETED",
            (Flag::Deleted, false) => "UNDELETED",
            (Flag::Draft, true) => "DRAFT",
            (Flag::Draft, false) => "UNDRAFT",
            (Flag::Flagged, true) => "FLAGGED",
            (Flag::Flagged, false) => "UNFLAGGED",
            (Flag::Recent, true) => "RECENT",
            (Flag::Recent, false) => "OLD",
            (Flag::Seen, true) => "SEEN",
            (Flag::Seen, false) => "UNSEEN",
        }
    }
}

impl TextKey {
    fn word(self) -> &'static str {
        match self {
            TextKey::From => "FROM",
            TextKey::To => "TO",
            TextKey::Cc => "CC",
            TextKey::Bcc => "BCC",
            TextKey::Subject => "SUBJECT",
            TextKey::Body => "BODY",
            TextKey::Text => "TEXT",
        }
    }
}

fn day_word(clock: Clock, relation: Relation) -> &'static str {
    match (clock, relation) {
        (Clock::Arrival, Relation::Before) => "BEFORE",
        (Clock::Arrival, Relation::On) => "ON",
        (Clock::Arrival, Relation::Since) => "SINCE",
        (Clock::Sent, Relation::Before) => "SENTBEFORE",
        (Clock::Sent, Relation::On) => "SENTON",
        (Clock::Sent, Relation::Since) => "SENTSINCE",
        (Clock::Saved, Relation::Before) => "SAVEDBEFORE",
        (Clock::Saved, Relation::On) => "SAVEDON",
        (Clock::Saved, Relation::Since) => "SAVEDSINCE",
    }
}

/// `1-Feb-2026`, never quoted: Yandex does not read quoted dates.
fn date(day: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(day.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"Jan");
    format!("{}-{month}-{:04}", day.day(), day.year())
}
