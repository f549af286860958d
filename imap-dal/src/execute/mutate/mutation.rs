//! A mutation on its way: checked, its targets searched for, the mailbox opened for changes, the changes made.

use super::super::{Affected, Moved, Task, select::targets, task::resolve};
use super::{
    effect::{Effect, FlagChange, system_flag},
    transfer::{changed_since, status},
    writing::{Applied, Writing, uids},
};
use crate::{
    Delete, Error, Executor, Explain, Move, Result, Uid, Update, WithoutUidPlus,
    evaluate::Condition,
    plan::{self, Access, Plan, Purpose, Returning, SearchKey, Server},
    query::{Node, Operand, Operator, Request},
    row::Origin,
    schema::{Fixed, Key},
    wire::{Command, SequenceSet, mailbox_name},
};
use std::{
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

/// How often messages that changed meanwhile are looked at again.
const ROUNDS: usize = 3;

/// How long a mailbox that was opened for the search is good for the change: in one that was open for long, some servers
/// change what is no longer there, or another mailbox of its name. One that took longer is opened anew.
const FRESH: Duration = Duration::from_secs(1);

/// A mutation that could be made, as far as that is known without asking the server.
pub(crate) struct Mutation {
    pub(super) request: Request,
    pub(super) effect: Effect,
    pub(super) unchanged_since: Option<u64>,
}

/// What a mutation did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    matched: u64,
    changed: u64,
    conflicts: Vec<Uid>,
    vanished: Vec<Uid>,
    pairs: Vec<(Uid, Uid)>,
}

impl Mutation {
    pub(crate) fn update<E: Executor + ?Sized>(update: &Update, on: &E) -> Result<Self> {
        let effect = Effect::Store(FlagChange::of(&update.changes)?);
        let (_, mutation) = Mutation::new(&update.request, effect, update.unchanged_since, on)?;
        Ok(mutation)
    }

    pub(crate) fn delete<E: Executor + ?Sized>(delete: &Delete, on: &E) -> Result<Self> {
        let effect = Effect::Delete { leave_marked: false };
        let (server, mut mutation) = Mutation::new(&delete.request, effect, delete.unchanged_since, on)?;
        if !server.capabilities.uidplus() {
            if delete.without_uidplus != WithoutUidPlus::LeaveMarked {
                return Err(Error::Unsupported {
                    capability: "UIDPLUS",
                    text: "exactly these messages cannot be removed; `trash()` them, or mark them with \
                           `without_uidplus(WithoutUidPlus::LeaveMarked)`"
                        .into(),
                });
            }
            mutation.effect = Effect::Delete { leave_marked: true };
        }
        Ok(mutation)
    }

    pub(crate) fn transfer<E: Executor + ?Sized>(transfer: &Move, on: &E) -> Result<Self> {
        Condition::prepare(&transfer.request.condition)?;
        let keep = transfer.target.keep;
        let (from, target) = {
            let mut lease = on.lease()?;
            (resolve(&mut lease, &transfer.request.mailbox)?, resolve(&mut lease, &transfer.target.mailbox)?)
        };
        if !keep && mailbox_name::is_same(&from, &target) {
            return Err(Error::invalid(format!("the messages are in mailbox \"{target}\" already; nothing to move")));
        }
        let effect = Effect::Transfer { target, keep };
        let (server, mutation) = Mutation::new(&transfer.request, effect, transfer.unchanged_since, on)?;
        if !keep && !server.capabilities.moves() && !server.capabilities.uidplus() {
            return Err(Error::Unsupported {
                capability: "MOVE",
                text: "nor UIDPLUS, without which exactly these messages cannot be removed; use `copy_to`".into(),
            });
        }
        Ok(mutation)
    }

    fn new<E: Executor + ?Sized>(
        request: &Request,
        effect: Effect,
        unchanged_since: Option<u64>,
        on: &E,
    ) -> Result<(Server, Self)> {
        Condition::prepare(&request.condition)?;
        let server = {
            let lease = on.lease()?;
            Server::new(lease.capabilities(), lease.profile())
        };
        if unchanged_since.is_some() && !server.capabilities.condstore() {
            return Err(no_mod_seq());
        }
        Ok((server, Mutation { request: request.clone(), effect, unchanged_since }))
    }

    /// How the targets are found and changed.
    pub(crate) fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        let mut task = Task::new(&self.request, on)?;
        task.context.access = self.access();
        let explain = Explain::new(&task.plan(Purpose::Targets)?, &task.context.open(), task.messages());
        Ok(explain.with_changes(self.flights(&task.context.mailbox, &task.context.server)?))
    }

    /// Searches, decides, changes.
    ///
    /// A message that changed between search and change is looked at again; one that no longer satisfies the condition is
    /// no target, one that keeps changing is a conflict.
    pub(crate) fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Outcome> {
        let Aimed { writing: Some(mut writing), uids, since } = self.aim(&self.request, on)? else {
            return Ok(Outcome::default());
        };
        let applied = self.apply(&mut writing, &uids, since, self.is_strict(since))?;
        let origin = Arc::clone(&writing.origin);
        // Gives the connection back, for the next search.
        drop(writing);
        self.settle(&origin, uids.len(), since, applied, on)
    }

    /// What was done to `matched` messages, after another look at those that changed meanwhile.
    pub(super) fn settle<E: Executor + ?Sized>(
        &self,
        origin: &Origin,
        matched: u64,
        since: Option<u64>,
        applied: Applied,
        on: &E,
    ) -> Result<Outcome> {
        let mut outcome = Outcome { matched, ..Outcome::default() };
        let (mut since, mut applied) = (since, applied);
        for round in 1..=ROUNDS {
            let modified = mem::take(&mut applied.modified);
            outcome.add(origin, applied);
            let is_asked = self.unchanged_since.is_some() && self.unchanged_since == since;
            let is_over = is_asked || modified.is_empty() || round == ROUNDS;
            let again = if is_over { None } else { self.aim(&narrowed(&self.request, origin, &modified), on).ok() };
            let Some(aimed) = again else {
                // What was done is done and known; these were left alone.
                outcome.conflicts.extend(uids(origin, &modified));
                break;
            };
            outcome.matched -= modified.difference(&aimed.uids).len();
            let Some(mut writing) = aimed.writing else { break };
            since = aimed.since;
            applied = match self.apply(&mut writing, &aimed.uids, since, self.is_strict(since)) {
                Err(error) if !matches!(error, Error::OutcomeUnknown { .. }) => {
                    // Refused before it changed anything.
                    outcome.conflicts.extend(uids(origin, &aimed.uids));
                    break;
                }
                applied => applied?,
            };
        }
        outcome.conflicts.sort_unstable();
        outcome.vanished.sort_unstable();
        Ok(outcome)
    }

    /// Searches for the targets in the mailbox, open to change them.
    fn aim<E: Executor + ?Sized>(&self, request: &Request, on: &E) -> Result<Aimed> {
        let began = Instant::now();
        let targets = targets(request, self.access(), on)?;
        let uids = targets.uids.to_set();
        let Some(origin) = targets.origin.filter(|_| !uids.is_empty()) else {
            return Ok(Aimed { writing: None, uids, since: None });
        };
        let since = self.since(targets.opened.mod_seq)?;
        let reads = self.reads(request, &uids, since, &targets.task.context.server)?;
        let writing = if reads.is_empty() && began.elapsed() < FRESH {
            Writing::of(targets.task, origin, targets.opened)
        } else {
            Writing::open(targets.task, self.access(), &origin, reads, &uids)?
        };
        let uids = self.checked(&writing, uids, since);
        Ok(Aimed { writing: Some(writing).filter(|_| !uids.is_empty()), uids, since })
    }

    /// What the mailbox is opened for. Where flags are stored on messages that are targets whatever became of their flags,
    /// nobody asks for modification sequences: once asked, a server tells that of each message it stores (62 octets).
    pub(super) fn access(&self) -> Access {
        let stores = matches!(self.effect, Effect::Store(_));
        if stores && self.unchanged_since.is_none() && !depends_on_flags(&self.request.condition) {
            Access::Change
        } else {
            Access::WatchAndChange
        }
    }

    /// The modification sequence that messages must not have passed: none where the mailbox has none.
    pub(super) fn since(&self, mod_seq: Option<u64>) -> Result<Option<u64>> {
        match (self.unchanged_since, mod_seq) {
            (Some(_), None) => Err(no_mod_seq()),
            (Some(asked), Some(known)) => Ok(Some(asked.min(known))),
            (None, known) => Ok(known),
        }
    }

    /// What is read in the flight before the first change, with the mailbox opened anew; mostly nothing. MOVE and COPY know no
    /// UNCHANGEDSINCE: where flags decide, FETCH asks just before. Without CONDSTORE nothing but another search tells of a
    /// flag that was changed since the first. COPY is told by where the target's next message comes, if its outcome is lost.
    ///
    /// # Errors
    /// Those of a plan.
    pub(super) fn reads(
        &self,
        request: &Request,
        uids: &SequenceSet,
        since: Option<u64>,
        server: &Server,
    ) -> Result<Vec<Command>> {
        let mut reads = Vec::new();
        if self.is_checked(since) {
            let upper = Plan::new(request, Purpose::Targets, server)?.upper;
            let key = SearchKey::and([upper, SearchKey::uids(uids.clone())]);
            reads.extend(plan::search(&key, Returning::All, server));
        }
        if let Effect::Transfer { target, keep } = &self.effect {
            let since = since.filter(|_| self.is_strict(since));
            reads.extend(since.map_or_else(Vec::new, |since| changed_since(uids, since)));
            if *keep || !server.capabilities.moves() {
                // Last: its refusal would hold up what follows.
                reads.push(status(target));
            }
        }
        Ok(reads)
    }

    /// Those of `uids` that may still satisfy the condition, now that the mailbox is open.
    pub(super) fn checked(&self, writing: &Writing, uids: SequenceSet, since: Option<u64>) -> SequenceSet {
        if self.is_checked(since) { uids.intersection(&writing.read.found.uids) } else { uids }
    }

    /// Whether the condition is asked once more while the mailbox is opened.
    fn is_checked(&self, since: Option<u64>) -> bool {
        since.is_none() && depends_on_flags(&self.request.condition)
    }

    /// Whether a message that changed since the search has to be left alone until it is looked at again: it may be none of
    /// ours any more. Where no flag decides, whatever a message went through it still is.
    pub(super) fn is_strict(&self, since: Option<u64>) -> bool {
        self.unchanged_since.is_some() || (since.is_some() && depends_on_flags(&self.request.condition))
    }

    /// Makes the change; what has changed since `since` is left alone if `is_strict`.
    pub(super) fn apply(
        &self,
        writing: &mut Writing,
        uids: &SequenceSet,
        since: Option<u64>,
        is_strict: bool,
    ) -> Result<Applied> {
        match &self.effect {
            Effect::Store(change) => writing.store(change, uids, since, is_strict),
            Effect::Delete { leave_marked } => writing.delete(uids, since, is_strict, *leave_marked),
            Effect::Transfer { target, keep } => {
                let changed = if since.is_some() {
                    writing.read.messages.keys().copied().collect()
                } else {
                    SequenceSet::default()
                };
                let modified = changed.intersection(uids);
                let applied = writing.transfer(&uids.difference(&modified), target, *keep)?;
                Ok(Applied { modified, ..applied })
            }
        }
    }
}

/// Targets in a mailbox that is open for changes; none, and not opened, where there are none.
struct Aimed {
    writing: Option<Writing>,
    uids: SequenceSet,
    since: Option<u64>,
}

impl Outcome {
    /// What was done to all of `matched` messages at once.
    pub(super) fn of(matched: u64, origin: &Origin, applied: Applied) -> Self {
        let mut outcome = Outcome { matched, ..Outcome::default() };
        outcome.conflicts = uids(origin, &applied.modified);
        outcome.add(origin, applied);
        outcome.conflicts.sort_unstable();
        outcome
    }

    fn add(&mut self, origin: &Origin, applied: Applied) {
        self.changed += applied.changed.len();
        self.conflicts.extend(uids(origin, &applied.conflicts));
        self.vanished.extend(uids(origin, &applied.vanished));
        self.pairs.extend(applied.pairs);
    }
}

impl From<Outcome> for Affected {
    fn from(Outcome { matched, changed, conflicts, vanished, .. }: Outcome) -> Self {
        Affected { matched, changed, conflicts, vanished }
    }
}

impl From<Outcome> for Moved {
    fn from(Outcome { matched, pairs, conflicts, vanished, .. }: Outcome) -> Self {
        Moved { matched, uids: pairs, conflicts, vanished }
    }
}

/// Whether somebody's change of flags may change whether a message satisfies the condition.
fn depends_on_flags(node: &Node) -> bool {
    match node {
        Node::Test { key: Key::Fixed(column), .. } => {
            matches!(column, Fixed::keywords | Fixed::modseq) || system_flag(*column).is_some()
        }
        Node::Test { key, .. } => matches!(key, Key::Keyword(_)),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(depends_on_flags),
        Node::Not(node) => depends_on_flags(node),
        Node::Any { .. } | Node::TooDeep => false,
    }
}

/// The same condition, of these messages only.
fn narrowed(request: &Request, origin: &Origin, uids: &SequenceSet) -> Request {
    let mut condition = request.condition.clone();
    condition.narrow(Node::Test {
        key: Key::Fixed(Fixed::uid),
        operator: Operator::IsIn,
        operands: uids.iter().map(|uid| Operand::Uid(Uid::read(uid, origin.validity, origin.fingerprint))).collect(),
    });
    Request { condition, order: Vec::new(), offset: 0, limit: None, ..request.clone() }
}

fn no_mod_seq() -> Error {
    Error::Unsupported {
        capability: "CONDSTORE",
        text: "`unchanged_since` cannot be checked; leave it out, or use `plan` and `execute_plan`".into(),
    }
}
