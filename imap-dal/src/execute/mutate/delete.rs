//! Removing messages for good: marked, confirmed, then expunged by their uids. A bare EXPUNGE or a CLOSE, which take
//! whatever else is marked, are never sent.

use super::{
    super::search::Found,
    effect::FlagChange,
    store::stores,
    token::Phase,
    writing::{Applied, Writing, for_pieces},
};
use crate::{Result, connection::Event, plan, wire::SequenceSet};

impl Writing {
    /// Removes `uids`, in one flight: marked, confirmed to be marked, expunged.
    ///
    /// Where `is_strict`, a message that changed since `since` is not marked, and only what is confirmed to be marked is
    /// expunged, in a flight of its own: a message that somebody changed and marked meanwhile is left to them.
    pub(super) fn delete(
        &mut self,
        uids: &SequenceSet,
        since: Option<u64>,
        is_strict: bool,
        leave_marked: bool,
    ) -> Result<Applied> {
        if !is_strict && !leave_marked {
            return self.mark_and_expunge(uids, since);
        }
        let marked = self.mark(uids, since, is_strict, leave_marked)?;
        if leave_marked {
            return Ok(marked);
        }
        let left = self.expunge(&marked.changed, || Phase::Expunging { uids: marked.changed.clone() })?;
        Ok(Applied { changed: marked.changed.difference(&left), conflicts: marked.conflicts.union(&left), ..marked })
    }

    fn mark_and_expunge(&mut self, uids: &SequenceSet, since: Option<u64>) -> Result<Applied> {
        let mark = FlagChange::deleted();
        self.permits(mark.add.iter().map(AsRef::as_ref))?;
        let mut commands = stores(&("+FLAGS.SILENT", &mark.add), uids, None);
        let first_search = commands.len();
        commands.extend(self.search(uids, mark.keys()));
        let first_expunge = commands.len();
        commands.extend(for_pieces("UID EXPUNGE", uids, |_| {}));
        let opening = commands.len();
        // As in `expunge`.
        commands.push(plan::examine(&self.task.context.mailbox));
        commands.extend(self.search(uids, []));
        let (mut marked, mut left) = (Found::default(), Found::default());
        let mut is_opened = false;
        let phase = || Phase::Marking { uids: uids.clone(), since, leave_marked: false };
        self.write_last(commands, phase, |context, flight, event| {
            let (index, completion) = match event {
                Event::Untagged(response) if is_opened => return left.take(&response),
                Event::Untagged(response) => return marked.take(&response),
                Event::Completed { index, completion } => (index, completion),
            };
            is_opened |= index == opening;
            match index {
                _ if (first_search..first_expunge).contains(&index) => {
                    marked.complete(context, flight.name(index), &completion)
                }
                _ if index > opening => left.complete(context, flight.name(index), &completion),
                _ => completion.ok(flight.name(index), Some(&context.mailbox)),
            }
        })?;
        let (marked, left) = (marked.uids.intersection(uids), left.uids.intersection(uids));
        let left = self.expunge_left(left, Phase::Expunging { uids: uids.clone() })?;
        Ok(Applied {
            changed: marked.difference(&left),
            vanished: uids.difference(&marked).difference(&left),
            conflicts: left,
            ..Applied::default()
        })
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
        commands.push(plan::examine(&self.task.context.mailbox));
        commands.extend(self.search(uids, []));
        let mut left = Found::default();
        self.write_last(commands, phase, |context, flight, event| match event {
            Event::Untagged(response) => left.take(&response),
            Event::Completed { index, completion } if index <= expunges => {
                completion.ok(flight.name(index), Some(&context.mailbox))
            }
            Event::Completed { index, completion } => left.complete(context, flight.name(index), &completion),
        })?;
        self.expunge_left(left.uids.intersection(uids), Phase::Expunging { uids: uids.clone() })
    }

    /// Expunges once more what is `left` and marked still, with the mailbox opened anew: Courier keeps what somebody else
    /// changed since it was opened. Those that are there afterwards.
    pub(super) fn expunge_left(&mut self, left: SequenceSet, phase: Phase) -> Result<SequenceSet> {
        let marked = self.found_anew(&left, FlagChange::deleted().keys(), || phase.clone())?;
        if marked.is_empty() {
            return Ok(left);
        }
        let expunges = for_pieces("UID EXPUNGE", &marked, |_| {});
        self.write(
            expunges,
            || phase.clone(),
            |context, flight, event| match event {
                Event::Untagged(_) => Ok(()),
                Event::Completed { index, completion } => completion.ok(flight.name(index), Some(&context.mailbox)),
            },
        )?;
        self.found_anew(&left, [], || phase)
    }
}
