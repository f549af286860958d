//! A mutation on its way: checked, its targets searched for, the mailbox opened for changes, the changes made.

use super::super::{Affected, Moved, select::targets, task::resolve};
use super::{
    effect::{Effect, FlagChange, system_flag},
    transfer::{changed_since, status},
    writing::{Applied, Writing, uids},
};
use crate::{
    Delete, Error, Executor, Move, Result, Uid, Update, WithoutUidPlus,
    evaluate::Condition,
    plan::{self, Purpose, Returning, SearchKey, Server},
    query::{Node, Operand, Operator, Request},
    row::Origin,
    schema::{Fixed, Key},
    wire::{Command, SequenceSet, mailbox_name},
};
use std::sync::Arc;

/// How often messages that changed meanwhile are looked at again.
const ROUNDS: usize = 3;

/// A mutation that could be made, as far as that is known without asking the server.
pub(super) struct Mutation {
    pub(super) request: Request,
    pub(super) effect: Effect,
    pub(super) unchanged_since: Option<u64>,
}

/// What a mutation did.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    matched: u64,
    changed: u64,
    conflicts: Vec<Uid>,
    vanished: Vec<Uid>,
    pairs: Vec<(Uid, Uid)>,
}

impl Mutation {
    pub(super) fn update<E: Executor + ?Sized>(update: &Update, on: &E) -> Result<Self> {
        let effect = Effect::Store(FlagChange::of(&update.changes)?);
        let (_, mutation) = Mutation::new(&update.request, effect, update.unchanged_since, on)?;
        Ok(mutation)
    }

    pub(super) fn delete<E: Executor + ?Sized>(delete: &Delete, on: &E) -> Result<Self> {
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

    pub(super) fn transfer<E: Executor + ?Sized>(transfer: &Move, on: &E) -> Result<Self> {
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

    /// Searches, decides, changes.
    ///
    /// A message that changed between search and change is looked at again; one that no longer satisfies the condition is
    /// no target, one that keeps changing is a conflict.
    pub(super) fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Outcome> {
        let Aimed { writing: Some(mut writing), mut uids, mut since } = self.aim(&self.request, on)? else {
            return Ok(Outcome::default());
        };
        let mut outcome = Outcome { matched: uids.len(), ..Outcome::default() };
        for round in 1..=ROUNDS {
            let applied = self.apply(&mut writing, &uids, since)?;
            let origin = Arc::clone(&writing.origin);
            // Gives the connection back, for the next search.
            drop(writing);
            let modified = applied.modified.clone();
            outcome.add(&origin, applied);
            let is_asked = self.unchanged_since.is_some() && self.unchanged_since == since;
            if is_asked || modified.is_empty() || round == ROUNDS {
                outcome.conflicts.extend(super::writing::uids(&origin, &modified));
                break;
            }
            match self.aim(&narrowed(&self.request, &modified), on) {
                Ok(aimed) => {
                    outcome.matched -= modified.difference(&aimed.uids).len();
                    (uids, since) = (aimed.uids, aimed.since);
                    let Some(again) = aimed.writing else { break };
                    writing = again;
                }
                // What was done is done and known; these were left alone.
                Err(_) => {
                    outcome.conflicts.extend(super::writing::uids(&origin, &modified));
                    break;
                }
            }
        }
        outcome.conflicts.sort_unstable();
        outcome.vanished.sort_unstable();
        Ok(outcome)
    }

    /// Searches for the targets and opens the mailbox to change them.
    fn aim<E: Executor + ?Sized>(&self, request: &Request, on: &E) -> Result<Aimed> {
        let targets = targets(request, on)?;
        let uids = targets.uids.to_set();
        let Some(origin) = targets.origin.filter(|_| !uids.is_empty()) else {
            return Ok(Aimed { writing: None, uids, since: None });
        };
        let since = self.since(targets.mod_seq)?;
        let mut reads = self.reads(&uids, since);
        // Without CONDSTORE nothing else tells of a flag that was changed since the search.
        let is_checked = since.is_none() && depends_on_flags(&request.condition);
        if is_checked {
            let upper = targets.task.plan(Purpose::Targets)?.upper;
            let key = SearchKey::and([upper, SearchKey::uids(uids.clone())]);
            // In front of STATUS, whose refusal would hold up what follows.
            reads.splice(0..0, plan::search(&key, Returning::All, &targets.task.context.server));
        }
        let writing = Writing::open(targets.task, &origin, reads)?;
        let uids = if is_checked { uids.intersection(&writing.read.found.uids) } else { uids };
        Ok(Aimed { writing: Some(writing).filter(|_| !uids.is_empty()), uids, since })
    }

    /// The modification sequence that messages must not have passed: none where the mailbox has none.
    pub(super) fn since(&self, mod_seq: Option<u64>) -> Result<Option<u64>> {
        match (self.unchanged_since, mod_seq) {
            (Some(_), None) => Err(no_mod_seq()),
            (Some(asked), Some(known)) => Ok(Some(asked.min(known))),
            (None, known) => Ok(known),
        }
    }

    /// What is read while the mailbox is opened: MOVE and COPY know no UNCHANGEDSINCE, so FETCH asks just before.
    pub(super) fn reads(&self, uids: &SequenceSet, since: Option<u64>) -> Vec<Command> {
        let Effect::Transfer { target, .. } = &self.effect else { return Vec::new() };
        let mut reads = since.map_or_else(Vec::new, |since| changed_since(uids, since));
        reads.push(status(target));
        reads
    }

    /// Makes the change; what has changed since `since` is left alone.
    pub(super) fn apply(&self, writing: &mut Writing, uids: &SequenceSet, since: Option<u64>) -> Result<Applied> {
        match &self.effect {
            Effect::Store(change) => writing.store(change, uids, since),
            Effect::Delete { leave_marked } => writing.delete(uids, since, *leave_marked),
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
    fn from(Outcome { matched, pairs, .. }: Outcome) -> Self {
        Moved { matched, uids: pairs }
    }
}

/// Whether a change of flags may change whether a message satisfies the condition.
fn depends_on_flags(node: &Node) -> bool {
    match node {
        Node::Test { key: Key::Fixed(column), .. } => *column == Fixed::keywords || system_flag(*column).is_some(),
        Node::Test { key, .. } => matches!(key, Key::Keyword(_)),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(depends_on_flags),
        Node::Not(node) => depends_on_flags(node),
        Node::Any { .. } | Node::TooDeep => false,
    }
}

/// The same condition, of these messages only.
fn narrowed(request: &Request, uids: &SequenceSet) -> Request {
    let mut condition = request.condition.clone();
    condition.narrow(Node::Test {
        key: Key::Fixed(Fixed::uid),
        operator: Operator::IsIn,
        operands: uids.iter().map(|uid| Operand::Uid(Uid::new(uid))).collect(),
    });
    Request { condition, order: Vec::new(), offset: 0, limit: None, ..request.clone() }
}

fn no_mod_seq() -> Error {
    Error::Unsupported {
        capability: "CONDSTORE",
        text: "`unchanged_since` cannot be checked; leave it out, or use `plan` and `execute_plan`".into(),
    }
}
