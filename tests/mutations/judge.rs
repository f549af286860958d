//! What may be left of a mutation, message by message. It knows only what two clients saw and what was asked.

use super::{
    place::{HERE, THERE_NAME},
    scenario::{Asked, MESSAGES, THERE},
};
use imap_dal_tests::raw::{Message, Raw, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// A message by the number of its mailbox and its uid.
pub(crate) type Key = (usize, u32);

/// What an independent client saw of the mailboxes [`HERE`] and of the one that messages go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) here: BTreeMap<Key, Message>,
    pub(crate) there: Snapshot,
}

/// How a mutation ended in a mailbox.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Done,
    /// `OutcomeUnknown`, with the uids it names.
    Unknown(BTreeSet<u32>),
    Refused,
}

/// How far one message has come.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Before,
    Between,
    Asked,
}

impl Seen {
    pub(crate) fn by(raw: &mut Raw) -> Self {
        let [first, second, there] = raw.snapshots([HERE[0], HERE[1], *THERE_NAME]);
        let here = [first, second]
            .into_iter()
            .enumerate()
            .flat_map(|(mailbox, messages)| messages.into_iter().map(move |(uid, message)| ((mailbox, uid), message)));
        Seen { here: here.collect(), there }
    }

    /// Whether a mailbox is as at the beginning of a scenario: one of those here, or behind them the one messages go to.
    pub(crate) fn is_fresh(&self, mailbox: usize) -> bool {
        let is = |message: &Message, bytes: &[u8], flags: &[&str]| {
            message.bytes == bytes
                && message.flags.len() == flags.len()
                && flags.iter().all(|flag| message.flags.contains(*flag))
        };
        if mailbox == HERE.len() {
            return self.there.len() == 1 && self.there.values().all(|message| is(message, THERE.0, THERE.1));
        }
        let here: Vec<_> = self.here.range((mailbox, 0)..=(mailbox, u32::MAX)).map(|(_, message)| message).collect();
        let meant: Vec<_> = MESSAGES.iter().filter(|(own, ..)| *own == mailbox).collect();
        here.len() == meant.len()
            && here.iter().zip(meant).all(|(message, (_, bytes, flags))| is(message, bytes, flags))
    }

    /// What is wrong with what is `self` now, if anything is: `targets` are the messages that the mutation was for, `endings`
    /// how it ended in each mailbox, or in all of them.
    pub(crate) fn judge(
        &self,
        before: &Seen,
        targets: &[Key],
        asked: &Asked,
        endings: &[Ending],
    ) -> Result<(), String> {
        let targets = if let Asked::Inserted(_) = asked { &[] } else { targets };
        let mut arrived: Vec<_> =
            self.there.iter().filter(|(uid, _)| !before.there.contains_key(uid)).map(|(_, message)| message).collect();
        let mut inserted: BTreeMap<_, _> = self.here.iter().filter(|(uid, _)| !before.here.contains_key(uid)).collect();
        for (uid, message) in &before.there {
            if self.there.get(uid) != Some(message) {
                return Err(format!("message {uid} of the other mailbox changed: {:?}", self.there.get(uid)));
            }
        }
        for (key, message) in before.here.iter().filter(|(key, _)| !targets.contains(key)) {
            if self.here.get(key) != Some(message) {
                return Err(format!("message {key:?} is no target and changed: {:?}", self.here.get(key)));
            }
        }
        let mut states = Vec::new();
        for key in targets {
            let message = &before.here[key];
            let flags = self.here.get(key).map(|now| {
                let same = now.bytes == message.bytes && now.date == message.date;
                same.then_some(&now.flags).ok_or_else(|| format!("message {key:?} has other content"))
            });
            let flags = flags.transpose()?;
            // Of messages that are alike, those that are gone take the copies first.
            let alike = targets.iter().filter(|other| before.here[other] == *message);
            let rank = |key: &Key| (self.here.contains_key(key), *key);
            let place = alike.filter(|other| rank(other) < rank(key)).count();
            let is_last = !targets.iter().any(|other| before.here[other] == *message && rank(other) > rank(key));
            let copies = arrived.iter().filter(|other| **other == message).count();
            let own = if is_last { copies.saturating_sub(place) } else { copies.saturating_sub(place).min(1) };
            let state = asked.state(&message.flags, flags, own);
            let state = state.ok_or_else(|| format!("message {key:?}: flags {flags:?}, {own} copies"))?;
            let is_unchanged = own == 0 && flags == Some(&message.flags);
            states.push((*key, state, is_unchanged));
        }
        arrived.retain(|other| !targets.iter().any(|key| before.here[key] == **other));
        if let Some(stranger) = arrived.first() {
            return Err(format!("the other mailbox has a message from nowhere: {stranger:?}"));
        }
        if let Asked::Inserted(messages) = asked {
            for (number, message) in messages.iter().enumerate() {
                let own: Vec<Key> =
                    inserted.iter().filter(|(_, other)| other.bytes == *message).map(|(key, _)| **key).collect();
                inserted.retain(|key, _| !own.contains(key));
                let state = match own[..] {
                    [] => State::Before,
                    [(0, _)] => State::Asked,
                    _ => return Err(format!("inserted message {number} is there as {own:?}")),
                };
                let is_unchanged = state == State::Before;
                states.push((own.first().copied().unwrap_or((0, 0)), state, is_unchanged));
            }
        }
        if let Some((key, stranger)) = inserted.first_key_value() {
            return Err(format!("message {key:?} came from nowhere: {stranger:?}"));
        }
        for (key, state, is_unchanged) in &states {
            let (mailbox, uid) = key;
            let ending = endings.get(*mailbox).or(endings.first()).ok_or("it has not ended")?;
            let is_allowed = match ending {
                Ending::Done => *state == State::Asked,
                Ending::Refused => *is_unchanged,
                Ending::Unknown(uids) => *state != State::Between || uids.contains(uid),
            };
            if !is_allowed {
                return Err(format!("message {key:?} is {state:?}, which {ending:?} does not say"));
            }
        }
        if let (Asked::Inserted(_), [Ending::Unknown(uids)]) = (asked, endings)
            && let Some(uid) = uids.iter().find(|uid| !states.iter().any(|((_, own), _, _)| own == *uid))
        {
            return Err(format!("message {uid} is said to be stored and is not"));
        }
        Ok(())
    }
}

impl Asked {
    /// How far a message has come that had the flags `before`, has the flags `now` (none if it is gone), and has so many
    /// copies; none for what must never be.
    fn state(&self, before: &BTreeSet<String>, now: Option<&BTreeSet<String>>, copies: usize) -> Option<State> {
        let marked: BTreeSet<String> = before.iter().cloned().chain(["\\Deleted".to_owned()]).collect();
        let is_same = now == Some(before);
        let is_marked = now == Some(&marked);
        match self {
            Asked::Stored { add, remove } => {
                let added: BTreeSet<String> =
                    before.iter().cloned().chain(add.iter().map(|f| (*f).to_owned())).collect();
                let without = |flags: &BTreeSet<String>| -> BTreeSet<String> {
                    flags.iter().filter(|flag| !remove.contains(&flag.as_str())).cloned().collect()
                };
                let asked = without(&added);
                match now? {
                    _ if copies > 0 => None,
                    now if *now == asked => Some(State::Asked),
                    now if now == before => Some(State::Before),
                    now if *now == added || *now == without(before) => Some(State::Between),
                    _ => None,
                }
            }
            Asked::Deleted if copies > 0 => None,
            Asked::Deleted if now.is_none() => Some(State::Asked),
            Asked::Deleted if is_same => Some(State::Before),
            Asked::Deleted => is_marked.then_some(State::Between),
            Asked::Moved => match copies {
                0 if is_same => Some(State::Before),
                1 if now.is_none() => Some(State::Asked),
                1 if is_same || is_marked => Some(State::Between),
                _ => None,
            },
            Asked::Copied if !is_same => None,
            Asked::Copied => match copies {
                0 => Some(State::Before),
                1 => Some(State::Asked),
                _ => None,
            },
            // Nothing of what was there is asked for.
            Asked::Inserted(_) => None,
        }
    }
}
