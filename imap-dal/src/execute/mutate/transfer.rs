//! Moving and copying: `UID MOVE` (RFC 6851), `UID COPY`, and the one by the other where the server has no MOVE.

use super::{
    token::{Before, Phase},
    writing::{Applied, LONGEST_SET, Read, Writing, filled, for_pieces},
};
use crate::{
    Error, Result, Uid,
    connection::Event,
    display::escaped,
    schema::Fingerprint,
    wire::{Code, Command, Response, SequenceSet},
};

impl Writing {
    /// Moves `uids` to `target`, or copies them where they are to be kept.
    ///
    /// # Errors
    /// `MailboxNotFound` of the target, `No`, `OutcomeUnknown`. A set too long for a command goes in several: what the
    /// ones before a refusal did is done.
    pub(super) fn transfer(&mut self, uids: &SequenceSet, target: &str, keep: bool) -> Result<Applied> {
        let mut applied = Applied::default();
        let is_move = !keep && self.task.context.server.capabilities.moves();
        let mut before = Some(Before::of(&self.read));
        let mut left = uids.clone();
        for piece in uids.split(LONGEST_SET) {
            let pairs = if is_move {
                let phase = Phase::Moving { uids: left.clone(), target: target.into() };
                self.filling("UID MOVE", &piece, target, &phase)?
            } else {
                let before = match before.take() {
                    Some(before) => before,
                    None => self.before(target)?,
                };
                let phase = |open: &SequenceSet, copied: SequenceSet, before| Phase::Copying {
                    open: open.clone(),
                    copied,
                    target: target.into(),
                    keep,
                    before,
                };
                let pairs =
                    self.filling("UID COPY", &piece, target, &phase(&left, SequenceSet::default(), Some(before)))?;
                if !keep {
                    self.remove_copied(&piece, &pairs, |open, copied, is_known| {
                        let later = left.difference(&piece);
                        phase(&later.union(&open), copied, if is_known { None } else { Some(before) })
                    })?;
                }
                pairs
            };
            left = left.difference(&piece);
            // Without UIDPLUS nobody tells.
            let told: SequenceSet = pairs.iter().map(|(old, _)| old.get()).collect();
            applied.changed = applied.changed.union(if pairs.is_empty() { &piece } else { &told });
            applied.pairs.extend(pairs);
        }
        applied.vanished = uids.difference(&applied.changed);
        Ok(applied)
    }

    /// Removes what COPYUID says was copied. The message that was expunged before it could be copied is not in it.
    ///
    /// # Errors
    /// `OutcomeUnknown` where COPYUID leaves out what is still there.
    fn remove_copied(
        &mut self,
        piece: &SequenceSet,
        pairs: &[(Uid, Uid)],
        phase: impl Fn(SequenceSet, SequenceSet, bool) -> Phase,
    ) -> Result<()> {
        let copied: SequenceSet = pairs.iter().map(|(old, _)| old.get()).collect();
        let untold = piece.difference(&copied);
        let here = self.found_anew(&untold, [], || phase(untold.clone(), copied.clone(), false))?;
        if !here.is_empty() {
            let source = Error::Unsupported {
                capability: "COPYUID",
                text: format!(
                    "it did not tell of all messages of mailbox \"{}\" whether it copied them",
                    escaped(&self.origin.mailbox)
                )
                .into(),
            };
            return Err(self.unknown(phase(here, copied, false), source));
        }
        self.remove(&copied, |copied| phase(SequenceSet::default(), copied.clone(), true))
    }

    /// Marks and expunges `copied`, in one write: what could not be marked survives, and what another client unmarks in
    /// between.
    ///
    /// # Errors
    /// `OutcomeUnknown`, also where some are still there afterwards.
    pub(super) fn remove(&mut self, copied: &SequenceSet, phase: impl Fn(&SequenceSet) -> Phase) -> Result<()> {
        if copied.is_empty() {
            return Ok(());
        }
        let mut commands = for_pieces("UID STORE", copied, |command| {
            command.word("+FLAGS.SILENT").open().flag("\\Deleted").close();
        });
        commands.extend(for_pieces("UID EXPUNGE", copied, |_| {}));
        self.write(
            commands,
            || phase(copied),
            |context, flight, event| match event {
                Event::Untagged(_) => Ok(()),
                Event::Completed { index, completion } => completion.ok(flight.name(index), Some(&context.mailbox)),
            },
        )?;
        let left = self.found(copied, [], || phase(copied))?;
        let left = self.expunge_left(left, phase(copied))?;
        if left.is_empty() {
            return Ok(());
        }
        let source = Error::Unsupported {
            capability: "MOVE",
            text: "somebody else kept copied messages from being removed: they are in both mailboxes".into(),
        };
        Err(self.unknown(phase(&left), source))
    }

    /// MOVE or COPY: old and new uid of each message it took.
    ///
    /// A server may refuse the whole set because some of it is gone, and take nothing (RFC 5530, EXPUNGEISSUED): then it is
    /// asked again for what is left.
    ///
    /// # Errors
    /// `OutcomeUnknown`, also where a refusal came with some messages taken; a refusal otherwise.
    fn filling(
        &mut self,
        name: &'static str,
        piece: &SequenceSet,
        target: &str,
        phase: &Phase,
    ) -> Result<Vec<(Uid, Uid)>> {
        let mut pairs = Vec::new();
        let mut rest = piece.clone();
        while !rest.is_empty() {
            let Err(source) = self.fill(name, &rest, target, phase, &mut pairs) else { break };
            if !self.task.lease.is_usable() || matches!(source, Error::MailboxNotFound { .. }) {
                return Err(source);
            }
            let here = match self.found(&rest, [], || phase.clone()) {
                Ok(here) => here,
                Err(_) => return Err(self.unknown(phase.clone(), source)),
            };
            let is_untouched = match phase {
                Phase::Copying { before: Some(before), .. } => self.before(target).is_ok_and(|now| now == *before),
                _ => pairs.is_empty() && here == rest,
            };
            if source.code() == Some("EXPUNGEISSUED") && here != rest && (is_untouched || name == "UID MOVE") {
                rest = here;
            } else if is_untouched {
                return Err(source);
            } else {
                return Err(self.unknown(phase.clone(), source));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        Ok(pairs)
    }

    fn fill(
        &mut self,
        name: &'static str,
        piece: &SequenceSet,
        target: &str,
        phase: &Phase,
        pairs: &mut Vec<(Uid, Uid)>,
    ) -> Result<()> {
        let to = Fingerprint::of(self.task.lease.account(), target);
        let (validity, from) = (self.origin.validity, self.origin.fingerprint);
        // Told before the messages go, and once more with the completion.
        let most = pairs.len() as u64 + 2 * piece.len();
        let mut told = |code: Option<&Code<'_>>| {
            let Some(Code::CopyUid { validity: new, source, target }) = code else { return };
            // More than was asked for is no answer to it.
            if source.len() <= piece.len() && pairs.len() as u64 + source.len() <= most {
                let both = source.iter().zip(target.iter()).filter(|(old, _)| piece.contains(*old));
                pairs.extend(both.map(|(old, uid)| (Uid::read(old, validity, from), Uid::read(uid, *new, to))));
            }
        };
        let commands = for_pieces(name, piece, |command| _ = command.mailbox(target));
        self.write(
            commands,
            || phase.clone(),
            |_, flight, event| match event {
                // MOVE tells it before the messages go (RFC 6851 section 4.3).
                Event::Untagged(Response::Status { code, .. }) => {
                    told(code.as_ref());
                    Ok(())
                }
                Event::Untagged(_) => Ok(()),
                Event::Completed { index, completion } => {
                    told(completion.code.as_ref());
                    filled(&completion, flight.name(index), target)
                }
            },
        )
    }

    /// How the target is before messages are put there.
    fn before(&mut self, target: &str) -> Result<Before> {
        let mut read = Read::default();
        self.task.drive(vec![status(target)], |_, _, event| match event {
            Event::Untagged(response) => read.take(response),
            Event::Completed { .. } => Ok(()),
        })?;
        Ok(Before::of(&read))
    }
}

impl Before {
    fn of(read: &Read) -> Self {
        match read.status {
            Some((validity, next)) => Before { validity: Some(validity), next },
            None => Before { validity: None, next: 1 },
        }
    }
}

/// Asks where a mailbox's next message comes.
pub(super) fn status(mailbox: &str) -> Command {
    let mut command = Command::new("STATUS");
    command.mailbox(mailbox).open().word("UIDVALIDITY").word("UIDNEXT").close();
    command
}

/// Asks which of `uids` have changed since `since` (RFC 7162 section 3.1.4.1).
pub(super) fn changed_since(uids: &SequenceSet, since: u64) -> Vec<Command> {
    for_pieces("UID FETCH", uids, |command| {
        command.open().word("UID").close().open().word("CHANGEDSINCE").number(since).close();
    })
}
