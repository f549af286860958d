//! Removing messages for good: marked, confirmed, then expunged by their uids. A bare EXPUNGE or a CLOSE, which take
//! whatever else is marked, are never sent.

use super::{
    super::search::Found,
    token::Phase,
    writing::{Applied, Writing, for_pieces},
};
use crate::{Result, connection::Event, wire::SequenceSet};

impl Writing {
    /// Removes `uids`. Only what is confirmed to be marked is expunged, so a message that somebody changed and marked
    /// meanwhile is left to them.
    pub(super) fn delete(&mut self, uids: &SequenceSet, since: Option<u64>, leave_marked: bool) -> Result<Applied> {
        let marked = self.mark(uids, since, leave_marked)?;
        if leave_marked {
            return Ok(marked);
        }
        let left = self.expunge(&marked.changed, || Phase::Expunging { uids: marked.changed.clone() })?;
        Ok(Applied { changed: marked.changed.difference(&left), conflicts: marked.conflicts.union(&left), ..marked })
    }

    /// Expunges exactly `uids`, as far as they are marked, and leaves the mailbox open to read only; those that are still
    /// there afterwards.
    pub(super) fn expunge(&mut self, uids: &SequenceSet, phase: impl FnOnce() -> Phase) -> Result<SequenceSet> {
        if uids.is_empty() {
            return Ok(SequenceSet::default());
        }
        let mut commands = for_pieces("UID EXPUNGE", uids, |_| {});
        let expunges = commands.len();
        // A search that shares the flight would still find what is gone: opening the mailbox anew brings it up to date.
        commands.push(self.task.context.examine());
        commands.extend(self.search(uids, []));
        let mut left = Found::default();
        self.write(commands, phase, |context, flight, event| match event {
            Event::Untagged(response) => left.take(&response),
            Event::Completed { index, completion } if index <= expunges => {
                completion.ok(flight.name(index), Some(&context.mailbox))
            }
            Event::Completed { index, completion } => left.complete(context, flight.name(index), &completion),
        })?;
        Ok(left.uids.intersection(uids))
    }
}
