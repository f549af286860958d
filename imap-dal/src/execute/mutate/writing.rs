//! A mailbox open for changes: SELECT with its UIDVALIDITY checked, and flights whose loss is told apart from their
//! refusal.

use super::{
    super::{
        Task,
        search::{Found, Opened, Opening},
        task::Context,
    },
    token::{Pending, Phase, ResumeToken},
};
use crate::{
    Error, Result, Uid,
    connection::{Completion, Event, Flight},
    plan::{self, Access, Returning, SearchKey},
    row::{FlagSet, Origin},
    wire::{Code, Command, Fetch, Item, Response, SequenceSet, Status},
};
use std::{collections::BTreeMap, sync::Arc};

/// The longest set of uids in one command: servers refuse lines from 8,000 octets on.
pub(super) const LONGEST_SET: usize = 7_000;

/// A mailbox open for changes.
pub(super) struct Writing {
    pub(super) task: Task,
    pub(super) origin: Arc<Origin>,
    pub(super) opened: Opened,
    /// What the reads told that were sent with SELECT.
    pub(super) read: Read,
    /// Whether a flight of changes has come through.
    has_changed: bool,
    /// What is opened behind the last change.
    pub(super) behind: Option<Behind>,
}

/// Another mailbox to change, opened in the flight of the last change of the one before it.
pub(super) struct Behind {
    context: Context,
    entering: Entering,
    reads: Vec<Command>,
    /// How many of its commands were completed; none before they are sent.
    completed: Option<usize>,
}

/// Opening a mailbox for changes, with reads that share the flight.
struct Entering {
    opening: Opening,
    read: Read,
}

/// What reads beside SELECT told.
#[derive(Default)]
pub(super) struct Read {
    /// The messages that are of interest: what the server says of others is not kept.
    of: SequenceSet,
    pub(super) messages: BTreeMap<u32, State>,
    /// UIDVALIDITY and UIDNEXT of another mailbox, by STATUS.
    pub(super) status: Option<(u32, u32)>,
    /// What the searches found.
    pub(super) found: Found,
}

/// How a message is, as far as a change may depend on it.
#[derive(Default)]
pub(super) struct State {
    pub(super) flags: Option<FlagSet>,
    pub(super) mod_seq: Option<u64>,
}

/// What became of the messages a mutation was for.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) changed: SequenceSet,
    /// Changed since they were searched for, and so left alone.
    pub(super) modified: SequenceSet,
    pub(super) conflicts: SequenceSet,
    pub(super) vanished: SequenceSet,
    pub(super) pairs: Vec<(Uid, Uid)>,
}

impl Writing {
    /// Opens the mailbox, if it still is the one of `origin`, and reads what is needed of `uids` before the first change:
    /// reads may share the flight, no change may.
    ///
    /// # Errors
    /// `UidValidityChanged`, `MailboxNotFound`, `No`, `Bad`, and what a connection can bring: nothing was changed.
    pub(super) fn open(
        mut task: Task,
        access: Access,
        origin: &Origin,
        reads: Vec<Command>,
        uids: &SequenceSet,
    ) -> Result<Self> {
        let mut entering = Entering::expecting(origin, uids);
        task.context.access = access;
        let commands = [task.context.open()].into_iter().chain(reads).collect();
        let outcome = task.drive(commands, |context, flight, event| {
            let name = if let Event::Completed { index, .. } = &event { flight.name(*index) } else { "" };
            entering.take(context, 0, name, event)
        });
        entering.opening.explained(&mut task, outcome)?;
        entering.into_writing(task)
    }

    /// Of a mailbox that is open for changes already.
    pub(super) fn of(task: Task, origin: Arc<Origin>, opened: Opened) -> Self {
        Writing { task, origin, opened, read: Read::default(), behind: None, has_changed: false }
    }

    /// Opens another mailbox, to change `uids` there, where the last change of this one shares its flight.
    pub(super) fn opens_behind(&mut self, context: Context, origin: &Origin, reads: Vec<Command>, uids: &SequenceSet) {
        let entering = Entering::expecting(origin, uids);
        self.behind = Some(Behind { context, entering, reads, completed: None });
    }

    /// The other mailbox, where it was opened.
    pub(super) fn into_behind(self) -> Option<Writing> {
        let Behind { context, entering, reads, completed } = self.behind?;
        let lease = self.task.lease;
        let is_open = completed == Some(1 + reads.len()) && lease.is_usable();
        if is_open { entering.into_writing(Task { lease, context }).ok() } else { None }
    }

    /// As [`write`](Self::write), where nothing more is to be changed in this mailbox: the other one is opened behind it.
    pub(super) fn write_last(
        &mut self,
        mut commands: Vec<Command>,
        phase: impl FnOnce() -> Phase,
        mut on: impl FnMut(&Context, &Flight, Event<'_>) -> Result<()>,
    ) -> Result<()> {
        let own = commands.len();
        let mut open = own;
        let mut behind = self.behind.take();
        if let Some(behind) = &mut behind {
            commands.push(behind.context.open());
            commands.extend(behind.reads.iter().cloned());
            behind.completed = Some(0);
        }
        let outcome = self.write(commands, phase, |context, flight, event| {
            let index = if let Event::Completed { index, .. } = &event { Some(*index) } else { None };
            match &mut behind {
                // The server takes the commands in turn.
                Some(behind) if index.map_or(open == 0, |index| index >= own) => {
                    behind.take(own, flight, event);
                    Ok(())
                }
                _ => {
                    open -= usize::from(index.is_some());
                    on(context, flight, event)
                }
            }
        });
        // Commands go in turn: where one of these was not sent, nor was what follows them.
        if let Some(behind) = behind.as_mut().filter(|_| open > 0 && outcome.is_ok()) {
            behind.completed = None;
        }
        self.behind = behind;
        outcome
    }

    /// Runs a flight.
    ///
    /// # Errors
    /// `OutcomeUnknown` where it may have changed something, or a flight before it has; refusals.
    pub(super) fn write(
        &mut self,
        commands: Vec<Command>,
        phase: impl FnOnce() -> Phase,
        on: impl FnMut(&Context, &Flight, Event<'_>) -> Result<()>,
    ) -> Result<()> {
        let changes = commands.iter().any(is_change);
        write(&mut self.task, &self.origin, self.has_changed, commands, phase, on)?;
        self.has_changed |= changes;
        Ok(())
    }

    /// What is not known is which of the messages of `phase` are changed.
    pub(super) fn unknown(&self, phase: Phase, source: Error) -> Error {
        unknown(&self.task.context, &self.origin, phase, source)
    }

    /// The search for those of `uids` that match `keys` as well.
    pub(super) fn search(&self, uids: &SequenceSet, keys: impl IntoIterator<Item = SearchKey>) -> Vec<Command> {
        let key = SearchKey::and(keys.into_iter().chain([SearchKey::uids(uids.clone())]));
        plan::search(&key, Returning::All, &self.task.context.server)
    }

    /// Those of `uids` that match `keys` as well; `phase` is what is lost where the connection ends.
    pub(super) fn found(
        &mut self,
        uids: &SequenceSet,
        keys: impl IntoIterator<Item = SearchKey>,
        phase: impl FnOnce() -> Phase,
    ) -> Result<SequenceSet> {
        if uids.is_empty() {
            return Ok(SequenceSet::default());
        }
        let is_left = self.behind.take_if(|behind| behind.completed.is_some()).is_some();
        let open = is_left.then(|| plan::examine(&self.task.context.mailbox));
        self.look(open, uids, keys, phase)
    }

    /// Those of `uids` that are there still and match `keys` as well, in the mailbox as it is now: some servers show what is
    /// gone until it is opened anew.
    pub(super) fn found_anew(
        &mut self,
        uids: &SequenceSet,
        keys: impl IntoIterator<Item = SearchKey>,
        phase: impl FnOnce() -> Phase,
    ) -> Result<SequenceSet> {
        if !uids.is_empty() {
            // Another mailbox is no longer open then.
            self.behind.take_if(|behind| behind.completed.is_some());
        }
        let open = self.task.context.open();
        self.look(Some(open), uids, keys, phase)
    }

    fn look(
        &mut self,
        open: Option<Command>,
        uids: &SequenceSet,
        keys: impl IntoIterator<Item = SearchKey>,
        phase: impl FnOnce() -> Phase,
    ) -> Result<SequenceSet> {
        if uids.is_empty() {
            return Ok(SequenceSet::default());
        }
        let searches = self.search(uids, keys);
        let mut found = Found::of(&searches);
        let mut opening = Opening::expecting(Some(&self.origin));
        let is_opened = open.is_some();
        let commands = open.into_iter().chain(searches).collect();
        self.write(commands, phase, |context, flight, event| match event {
            Event::Untagged(response) => {
                opening.take(context, &response)?;
                found.take(&response)
            }
            Event::Completed { index: 0, completion } if is_opened => {
                opening.complete(context, flight.name(0), &completion)
            }
            Event::Completed { index, completion } => found.complete(context, flight.name(index), &completion),
        })?;
        Ok(found.uids.intersection(uids))
    }

    /// Refuses flags that the mailbox would not keep.
    pub(super) fn permits<'f>(&self, flags: impl IntoIterator<Item = &'f str>) -> Result<()> {
        let Some(permanent) = &self.opened.permanent else { return Ok(()) };
        let is_kept = |flag: &str| {
            permanent.iter().any(|own| own.eq_ignore_ascii_case(flag))
                || (own_keywords(permanent) && !flag.starts_with('\\'))
        };
        match flags.into_iter().find(|flag| !is_kept(flag)) {
            None => Ok(()),
            Some(flag) => Err(Error::Unsupported {
                capability: "PERMANENTFLAGS",
                text: format!("mailbox \"{}\" does not keep {flag}", crate::display::escaped(&self.origin.mailbox))
                    .into(),
            }),
        }
    }
}

impl Behind {
    /// Takes an event of its own; `first` is the index of its first command. What does not go as it should leaves it closed.
    fn take(&mut self, first: usize, flight: &Flight, event: Event<'_>) {
        let is_completed = matches!(event, Event::Completed { .. });
        let name = if let Event::Completed { index, .. } = &event { flight.name(*index) } else { "" };
        let outcome = self.entering.take(&self.context, first, name, event);
        self.completed = match self.completed {
            Some(completed) if outcome.is_ok() => Some(completed + usize::from(is_completed)),
            _ => Some(0),
        };
    }
}

impl Entering {
    fn expecting(origin: &Origin, uids: &SequenceSet) -> Self {
        let read = Read { of: uids.clone(), ..Read::default() };
        Entering { opening: Opening::expecting(Some(origin)), read }
    }

    /// Takes an event; `name` is that of the command which it completes, and `first` the index of SELECT.
    fn take(&mut self, context: &Context, first: usize, name: &'static str, event: Event<'_>) -> Result<()> {
        match event {
            Event::Untagged(response) => {
                self.opening.take(context, &response)?;
                self.read.take(response)
            }
            Event::Completed { index, completion } if index == first => {
                self.opening.complete(context, name, &completion)
            }
            // A mailbox that STATUS does not know is the copy's to complain of.
            Event::Completed { .. } if name == "STATUS" => Ok(()),
            Event::Completed { completion, .. } if name == "UID SEARCH" => {
                self.read.found.complete(context, name, &completion)
            }
            Event::Completed { completion, .. } => completion.ok(name, Some(&context.mailbox)),
        }
    }

    fn into_writing(self, task: Task) -> Result<Writing> {
        let Entering { opening, read } = self;
        Ok(Writing { read, ..Writing::of(task, opening.origin()?, opening.opened) })
    }
}

impl Read {
    pub(super) fn take(&mut self, response: Response<'_>) -> Result<()> {
        self.found.take(&response)?;
        match response {
            Response::Fetch(fetch) => {
                let uid = fetch.uid();
                if self.of.contains(uid) {
                    self.messages.entry(uid).or_default().take(fetch);
                }
            }
            Response::StatusOf(status) => {
                let number = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok());
                self.status = number(status.uid_validity).zip(number(status.uid_next)).or(self.status);
            }
            _ => {}
        }
        Ok(())
    }
}

impl State {
    /// What is said later replaces what was said before.
    fn take(&mut self, fetch: Fetch<'_>) {
        for item in fetch.items.flatten() {
            match item {
                Item::Flags(flags) => self.flags = Some(FlagSet::new(flags)),
                Item::ModSeq(mod_seq) => self.mod_seq = Some(mod_seq),
                _ => {}
            }
        }
    }
}

/// Runs a flight in or for the mailbox of `origin`; `has_changed` says whether one before it came through.
///
/// # Errors
/// `OutcomeUnknown` where something may have been changed: the connection ended after a change was sent; or something was
/// refused, and it was not the only change. A refusal otherwise.
pub(super) fn write(
    task: &mut Task,
    origin: &Origin,
    has_changed: bool,
    commands: Vec<Command>,
    phase: impl FnOnce() -> Phase,
    mut on: impl FnMut(&Context, &Flight, Event<'_>) -> Result<()>,
) -> Result<()> {
    let before = task.lease.traffic().written;
    let changes = commands.iter().filter(|command| is_change(command)).count();
    let mut is_first = false;
    let outcome = task.drive(commands, |context, flight, event| {
        is_first = matches!(&event, Event::Completed { index: 0, completion } if completion.status != Status::Ok);
        on(context, flight, event)
    });
    let Err(source) = outcome else { return Ok(()) };
    let was_sent = changes > 0 && task.lease.traffic().written > before;
    // What is refused is not done.
    let is_refused = task.lease.is_usable() && is_first && changes == 1;
    if has_changed || (was_sent && !is_refused) {
        return Err(unknown(&task.context, origin, phase(), source));
    }
    Err(source)
}

/// The error of a mutation that came as far as `phase`.
pub(super) fn unknown(context: &Context, origin: &Origin, phase: Phase, source: Error) -> Error {
    let uids = uids(origin, &phase.uids());
    let pending = Pending { origin: origin.clone(), request: context.request.clone(), phase };
    Error::OutcomeUnknown { uids, token: ResumeToken::new(pending), source: Box::new(source) }
}

/// Whether a command changes messages.
fn is_change(command: &Command) -> bool {
    matches!(command.name(), "UID STORE" | "UID EXPUNGE" | "UID MOVE" | "UID COPY" | "APPEND")
}

pub(super) fn uids(origin: &Origin, numbers: &SequenceSet) -> Vec<Uid> {
    numbers.iter().map(|number| Uid::read(number, origin.validity, origin.fingerprint)).collect()
}

/// One command for each piece of `uids` that fits a line.
pub(super) fn for_pieces(name: &'static str, uids: &SequenceSet, arguments: impl Fn(&mut Command)) -> Vec<Command> {
    let command = |piece: &SequenceSet| {
        let mut command = Command::new(name);
        command.set(piece);
        arguments(&mut command);
        command
    };
    uids.split(LONGEST_SET).iter().map(command).collect()
}

/// The refusal of a command that fills the mailbox `target`: TRYCREATE says that there is none.
pub(super) fn filled(completion: &Completion<'_>, command: &'static str, target: &str) -> Result<()> {
    match (completion.ok(command, Some(target)), &completion.code) {
        (Err(_), Some(Code::TryCreate)) => Err(Error::MailboxNotFound { mailbox: target.into() }),
        (outcome, _) => outcome,
    }
}

/// `\*`: keywords may be made up.
fn own_keywords(permanent: &[String]) -> bool {
    permanent.iter().any(|flag| flag == "\\*")
}
