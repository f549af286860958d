//! The commands of a plan. What `explain` prints and what is sent are both made here.

use super::{
    Server,
    fetch::FetchItems,
    order::Order,
    plan::{Plan, Purpose, split},
    search_key::SearchKey,
};
use crate::{
    row::Lack,
    wire::{Command, SequenceSet},
};
use std::collections::BTreeMap;

/// What a search tells. Without ESEARCH it tells all uids, whatever is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returning {
    /// How many.
    Count,
    /// The lowest uid, and how many.
    Min,
    /// The uids.
    All,
    /// The uids, and `$` names them from now on (RFC 5182). Needs SEARCHRES.
    Saved,
    /// The messages from the first to the second, counted from 1 (RFC 9394), and `$` names them from now on. Needs
    /// PARTIAL and SEARCHRES.
    SavedPartial(u32, u32),
}

/// Which messages a command is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Messages<'s> {
    Uids(&'s SequenceSet),
    /// `$`
    Saved,
}

/// What a mailbox is opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    /// To read it: EXAMINE.
    #[default]
    Read,
    /// To read it and know what changes from then on: the server keeps modification sequences, where it has them (RFC 7162
    /// section 3.1.8).
    Watch,
    /// To change it: SELECT.
    Change,
    /// To change it and know what changes from then on.
    WatchAndChange,
}

impl Access {
    fn changes(self) -> bool {
        matches!(self, Access::Change | Access::WatchAndChange)
    }

    /// Whether modification sequences are asked for.
    pub(crate) fn watches(self, server: &Server) -> bool {
        matches!(self, Access::Watch | Access::WatchAndChange) && server.capabilities.condstore()
    }

    /// To look before the change.
    pub(crate) fn to_read(self) -> Self {
        match self {
            Access::Read | Access::Change => Access::Read,
            Access::Watch | Access::WatchAndChange => Access::Watch,
        }
    }
}

/// Octets of the list of uids in one command.
const LONGEST_SET: usize = 5_000;

/// Opens a mailbox to read: EXAMINE.
pub(crate) fn examine(mailbox: &str) -> Command {
    let mut command = Command::new("EXAMINE");
    command.mailbox(mailbox);
    command
}

/// Opens a mailbox.
pub(crate) fn open(mailbox: &str, access: Access, server: &Server) -> Command {
    let mut command = Command::new(if access.changes() { "SELECT" } else { "EXAMINE" });
    command.mailbox(mailbox);
    if access.watches(server) {
        command.open().word("CONDSTORE").close();
    }
    command
}

/// Fetches `items`: one command, unless the list of uids is too long for a line. All uids there can be are `1:*`.
pub(crate) fn fetch(messages: Messages<'_>, items: &FetchItems) -> Vec<Command> {
    let mut saved = Command::new("UID FETCH");
    match messages {
        Messages::Saved => {
            saved.word("$");
            items.write(&mut saved);
            vec![saved]
        }
        Messages::Uids(set) => {
            let fetched = |piece: SequenceSet| {
                let mut command = Command::new("UID FETCH");
                if piece == SequenceSet::range(1, u32::MAX) {
                    command.word("1:*");
                } else {
                    command.set(&piece);
                }
                items.write(&mut command);
                command
            };
            set.split(LONGEST_SET).into_iter().map(fetched).collect()
        }
    }
}

/// Fetches what messages lack: one command for each part path, unless the list of uids is too long for a line.
pub(crate) fn fetch_lacks(lacks: impl IntoIterator<Item = (u32, Lack)>) -> Vec<Command> {
    let mut uids: BTreeMap<String, SequenceSet> = BTreeMap::new();
    for (uid, lack) in lacks {
        uids.entry(piece(&lack)).or_default().insert(uid);
    }
    let fetched = |(item, set): (String, SequenceSet)| {
        let fetched = |piece: SequenceSet| {
            let mut command = Command::new("UID FETCH");
            command.set(&piece).open().word("UID").raw_word(&item).close();
            command
        };
        set.split(LONGEST_SET).into_iter().map(fetched).collect::<Vec<_>>()
    };
    uids.into_iter().flat_map(fetched).collect()
}

/// Fetches `length` octets of a part, from `offset` on.
pub(crate) fn fetch_range(uid: u32, path: &str, offset: u64, length: u64) -> Command {
    let mut command = Command::new("UID FETCH");
    let item = format!("BODY.PEEK[{path}]<{offset}.{length}>");
    command.number(uid.into()).open().word("UID").raw_word(&item).close();
    command
}

/// The data item that brings what is lacking.
fn piece(lack: &Lack) -> String {
    match lack {
        Lack::Message => "BODY.PEEK[]".to_owned(),
        Lack::Part { path, .. } => format!("BODY.PEEK[{path}]"),
        Lack::Beginning { path, length } => format!("BODY.PEEK[{path}]<0.{length}>"),
    }
}

/// Searches for `key`: one command, unless its list of uids is too long for a line.
pub(crate) fn search(key: &SearchKey, returning: Returning, server: &Server) -> Vec<Command> {
    let searched = |key: SearchKey| {
        let mut command = Command::new("UID SEARCH");
        if server.capabilities.esearch() {
            returning.write(&mut command);
        }
        if key.has_non_ascii() {
            command.word("CHARSET").word("UTF-8");
        }
        key.write(&mut command);
        command
    };
    split(key).into_iter().map(searched).collect()
}

impl Returning {
    fn write(self, command: &mut Command) {
        command.word("RETURN").open();
        match self {
            Returning::Count => command.word("COUNT"),
            Returning::Min => command.word("MIN").word("COUNT"),
            // Never `()`, which Office 365 answers with nothing.
            Returning::All => command.word("ALL"),
            Returning::Saved => command.word("SAVE").word("ALL").word("COUNT"),
            Returning::SavedPartial(first, last) => {
                command.word("SAVE").word("PARTIAL").raw_word(&format!("{first}:{last}"))
            }
        };
        command.close();
    }
}

impl Plan {
    /// The search for what may satisfy the condition. Several commands where a list of uids is too long for one: then
    /// `$` would hold what the last one found only, and the answer is the union of all.
    pub(crate) fn search(&self, returning: Returning) -> Vec<Command> {
        search(&self.upper, returning, &self.server)
    }

    /// The search for what certainly satisfies it, where the plan has one.
    pub(crate) fn lower_search(&self, returning: Returning) -> Option<Command> {
        self.lower.as_ref().and_then(|lower| search(lower, returning, &self.server).pop())
    }

    /// The search in the server's order, for [`Order::Server`]. Without ESORT it tells all uids, whatever is asked.
    pub(crate) fn sort(&self, returning: Returning) -> Option<Command> {
        let Order::Server(criteria) = &self.order else { return None };
        let mut command = Command::new("UID SORT");
        if self.server.capabilities.esort() {
            returning.write(&mut command);
        }
        Order::write(criteria, &mut command);
        command.word(if self.upper.has_non_ascii() { "UTF-8" } else { "US-ASCII" });
        self.upper.write(&mut command);
        Some(command)
    }

    /// What the search is asked to tell for the plan's purpose, where all is to be done in as few flights as may be.
    pub(crate) fn returning(&self) -> Returning {
        let is_windowed = self.limit.is_some() || self.offset > 0;
        match self.purpose {
            // The answers of several searches are united, which numbers cannot be.
            Purpose::Count | Purpose::Exists if split(&self.upper).len() > 1 => Returning::All,
            Purpose::Count if self.is_decided_by_server() => Returning::Count,
            Purpose::Exists if self.is_decided_by_server() && !is_windowed => Returning::Min,
            Purpose::Exists if self.is_decided_by_server() => Returning::Count,
            Purpose::Uids if self.is_decided_by_server() => Returning::All,
            _ if self.saves() => Returning::Saved,
            _ => Returning::All,
        }
    }

    /// Whether SEARCH and FETCH share a flight through `$`.
    pub(crate) fn saves(&self) -> bool {
        self.server.capabilities.searchres() && split(&self.upper).len() == 1
    }
}
