//! STORE, with what it did confirmed by a SEARCH for the state asked for.
//!
//! The search shares the flight: `.SILENT` and a set of uids cost a few octets for any number of messages, tell apart what
//! was changed and what is gone, and do not depend on which untagged FETCH a server leaves out for flags that were set
//! already.

use super::{
    super::{search::Found, task::Context},
    effect::FlagChange,
    token::Phase,
    writing::{Applied, Writing, for_pieces},
};
use crate::{
    Result,
    connection::{Event, Flight},
    wire::{Code, Command, SequenceSet},
};

/// `+FLAGS.SILENT` or `-FLAGS.SILENT`, with the flags.
pub(super) type Item<'c> = (&'static str, &'c [Box<str>]);

impl Writing {
    /// Changes flags of `uids`; if `is_strict`, where they are unchanged since the modification sequence `since` (RFC 7162
    /// section 3.1.3).
    pub(super) fn store(
        &mut self,
        change: &FlagChange,
        uids: &SequenceSet,
        since: Option<u64>,
        is_strict: bool,
    ) -> Result<Applied> {
        let storing = |uids: &SequenceSet, change: &FlagChange, since, stored: &FlagChange| {
            let (uids, change, stored) = (uids.clone(), change.clone(), stored.clone());
            move || Phase::Storing { uids, change, since, stored }
        };
        let unchanged = since.filter(|_| is_strict);
        let nothing = FlagChange::default();
        self.permits(change.add.iter().map(AsRef::as_ref))?;
        let FlagChange { add, remove } = change;
        let (added, removed): (Item<'_>, Item<'_>) = (("+FLAGS.SILENT", add), ("-FLAGS.SILENT", remove));
        let is_single = add.is_empty() || remove.is_empty();
        if unchanged.is_none() || is_single {
            // Of two in one flight the second may be done without the first: then MODSEQ does not tell whose change it was.
            let since = since.filter(|_| is_single);
            let phase = storing(uids, change, since, &nothing);
            return self.store_items(&[added, removed], change, uids, unchanged, phase, true);
        }
        // The first STORE raises MODSEQ: the second is for those that the first took, and asks no more.
        let adding = FlagChange { add: add.clone(), remove: Vec::new() };
        let first =
            self.store_items(&[added], &adding, uids, unchanged, storing(uids, change, since, &nothing), false)?;
        let rest = FlagChange { add: Vec::new(), remove: remove.clone() };
        let taken = uids.difference(&first.modified).difference(&first.vanished);
        let second = self.store_items(&[removed], change, &taken, None, storing(&taken, &rest, None, &adding), true)?;
        Ok(Applied { modified: first.modified, vanished: first.vanished.union(&second.vanished), ..second })
    }

    /// Marks `uids` as deleted; if `is_strict`, where they are unchanged since `since`.
    pub(super) fn mark(
        &mut self,
        uids: &SequenceSet,
        since: Option<u64>,
        is_strict: bool,
        leave_marked: bool,
    ) -> Result<Applied> {
        let mark = FlagChange::deleted();
        self.permits(mark.add.iter().map(AsRef::as_ref))?;
        let uids_of_phase = uids.clone();
        let phase = move || Phase::Marking { uids: uids_of_phase, since, leave_marked };
        let unchanged = since.filter(|_| is_strict);
        self.store_items(&[("+FLAGS.SILENT", &mark.add)], &mark, uids, unchanged, phase, leave_marked)
    }

    fn store_items(
        &mut self,
        items: &[Item<'_>],
        wanted: &FlagChange,
        uids: &SequenceSet,
        unchanged: Option<u64>,
        phase: impl FnOnce() -> Phase + Clone,
        is_last: bool,
    ) -> Result<Applied> {
        let mut modified = SequenceSet::default();
        if uids.is_empty() {
            return Ok(Applied::default());
        }
        let mut commands: Vec<Command> = items
            .iter()
            .filter(|(_, flags)| !flags.is_empty())
            .flat_map(|item| stores(item, uids, unchanged))
            .collect();
        let stores = commands.len();
        commands.extend(self.search(uids, wanted.keys()));
        let mut unanswered = commands.len() - stores;
        let mut found = Found::default();
        let on = |context: &Context, flight: &Flight, event: Event<'_>| match event {
            Event::Untagged(response) => found.take(&response),
            Event::Completed { index, completion } if index < stores => match &completion.code {
                // With OK or with NO (RFC 7162 section 3.1.3).
                Some(Code::Modified(own)) => {
                    modified = modified.union(own);
                    Ok(())
                }
                _ => completion.ok(flight.name(index), Some(&context.mailbox)),
            },
            Event::Completed { index, completion } => {
                unanswered -= 1;
                found.complete(context, flight.name(index), &completion)
            }
        };
        if is_last { self.write_last(commands, phase.clone(), on) } else { self.write(commands, phase.clone(), on) }?;
        if unanswered > 0 {
            // What followed a `NO [MODIFIED ..]` was not sent.
            found.uids = self.found(uids, wanted.keys(), phase.clone())?;
        }
        // Dovecot may answer a search that shares the flight as if one of two STOREs were not done yet.
        let doubtful = uids.difference(&modified).difference(&found.uids);
        let late = self.found(&doubtful, wanted.keys(), phase.clone())?;
        self.told(uids, &modified, &found.uids.union(&late), phase)
    }

    /// What became of `uids`, of which a STORE left the `modified` alone and `done` are in the state asked for.
    pub(super) fn told(
        &mut self,
        uids: &SequenceSet,
        modified: &SequenceSet,
        done: &SequenceSet,
        phase: impl FnOnce() -> Phase,
    ) -> Result<Applied> {
        let modified = modified.intersection(uids);
        let taken = uids.difference(&modified);
        let changed = done.intersection(&taken);
        let others = taken.difference(&changed);
        let conflicts = self.found(&others, [], phase)?;
        let vanished = others.difference(&conflicts);
        Ok(Applied { changed, modified, conflicts, vanished, ..Applied::default() })
    }
}

pub(super) fn stores(&(word, flags): &Item<'_>, uids: &SequenceSet, unchanged: Option<u64>) -> Vec<Command> {
    for_pieces("UID STORE", uids, |command| {
        if let Some(since) = unchanged {
            command.open().word("UNCHANGEDSINCE").number(since).close();
        }
        command.word(word).open();
        for flag in flags {
            command.flag(flag);
        }
        command.close();
    })
}
