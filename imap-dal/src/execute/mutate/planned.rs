//! Plan tokens: the targets of a mutation with a guard each, and their execution if nothing has changed.

use super::super::{Task, select::scan};
use super::{
    effect::Effect,
    mutation::{Mutation, Outcome},
    transfer::status,
    writing::{Writing, uids},
};
use crate::{
    Error, Executor, Result, Row, Uid,
    display::{escaped, shortened},
    plan::{self, Access, FetchItems, Messages, Purpose},
    query::{Node, Request},
    row::{FlagSet, Needs, Origin, Wanted},
    schema::{Fingerprint, Fixed, Key},
    wire::SequenceSet,
};
use std::{collections::BTreeMap, fmt};

/// Targets that the summary names.
const SHOWN: usize = 5;

/// The targets of a mutation and what they looked like, made by `plan` and used by `execute_plan`.
///
/// Displayed, it says what would be done to how many messages, and names the first few.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Planned {
    /// The decoded name.
    mailbox: Box<str>,
    fingerprint: Fingerprint,
    /// 0 where the server was not asked, since nothing can satisfy the condition.
    validity: u32,
    /// The mutation, in words of no meaning to anybody else.
    mutation: Box<str>,
    /// What would be done, as an imperative.
    effect: Box<str>,
    targets: BTreeMap<u32, Guard>,
    /// Of all targets.
    octets: u64,
    /// The first targets, a line each.
    shown: Vec<Box<str>>,
}

/// What shows that a message is as it was.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Guard {
    /// MODSEQ (RFC 7162).
    ModSeq(u64),
    /// The flags, without `\Recent`, which every session may change.
    Flags(FlagSet),
}

impl Planned {
    /// The messages it is for, in ascending order.
    pub fn uids(&self) -> Vec<Uid> {
        let read = |uid: &u32| Uid::read(*uid, self.validity, self.fingerprint);
        self.targets.keys().map(read).collect()
    }

    /// The mailbox they are in, decoded.
    pub fn mailbox(&self) -> &str {
        &self.mailbox
    }
}

impl Mutation {
    /// The targets as they are now.
    pub(crate) fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> {
        let mut request = Request { exact: true, ..self.request.clone() };
        request.wanted = wanted(&request.condition);
        let mut task = Task::new(&request, on)?;
        task.context.access = Access::Watch;
        task.plan(Purpose::Targets)?;
        if self.unchanged_since.is_some() || task.context.server.capabilities.condstore() {
            task.context.request.wanted.add(Key::Fixed(Fixed::modseq), Needs::DEFAULT);
        }
        let mut planned = Planned {
            mailbox: task.context.mailbox.clone(),
            fingerprint: task.context.fingerprint,
            validity: 0,
            mutation: self.words(),
            effect: self.effect.to_string().into(),
            targets: BTreeMap::new(),
            octets: 0,
            shown: Vec::new(),
        };
        let mut rows = scan(task, true)?;
        while let Some(row) = rows.next() {
            planned.add(&row?)?;
        }
        planned.validity = rows.origin().map_or(0, |origin| origin.validity);
        Ok(planned)
    }

    /// Does what was planned, if every target is as it was.
    ///
    /// # Errors
    /// `PlanChanged`, `UidValidityChanged`: nothing was done. `InvalidInput` for the plan of another mutation.
    pub(crate) fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: &Planned) -> Result<Outcome> {
        let task = Task::new(&self.request, on)?;
        if planned.fingerprint != task.context.fingerprint || planned.mutation != self.words() {
            return Err(Error::invalid(format!(
                "the plan ({} messages of mailbox \"{}\") was made by another mutation, mailbox or account; execute it on \
                 the mutation that made it",
                planned.effect,
                escaped(&planned.mailbox)
            )));
        }
        if planned.targets.is_empty() {
            return Ok(Outcome::default());
        }
        let Planned { mailbox, fingerprint, validity, .. } = planned;
        let origin = Origin { mailbox: mailbox.clone(), validity: *validity, fingerprint: *fingerprint };
        let targets: SequenceSet = planned.targets.keys().copied().collect();
        let mut guards = FetchItems::default();
        if planned.targets.values().any(|guard| matches!(guard, Guard::ModSeq(_))) {
            guards.add_mod_seq();
        } else {
            guards.add_flags();
        }
        let mut reads = match &self.effect {
            Effect::Transfer { target, .. } => vec![status(target)],
            _ => Vec::new(),
        };
        reads.splice(0..0, plan::fetch(Messages::Uids(&targets), &guards));
        let mut writing = Writing::open(task, Access::WatchAndChange, &origin, reads, &targets)?;
        let is_as_it_was = |uid: u32, guard: &Guard| {
            let now = writing.read.messages.get(&uid);
            match guard {
                Guard::ModSeq(planned) => now.and_then(|now| now.mod_seq) == Some(*planned),
                Guard::Flags(planned) => {
                    now.and_then(|now| now.flags.as_ref()).is_some_and(|now| now.is_same_as(planned))
                }
            }
        };
        let changed: SequenceSet =
            planned.targets.iter().filter(|(uid, guard)| !is_as_it_was(**uid, guard)).map(|(uid, _)| *uid).collect();
        if !changed.is_empty() {
            return Err(Error::PlanChanged { mailbox: mailbox.clone(), uids: uids(&origin, &changed) });
        }
        let since = self.since(writing.opened.mod_seq)?;
        let past: SequenceSet = match (self.unchanged_since, &self.effect) {
            // The FETCH that tells what passed it was not sent.
            (Some(asked), Effect::Transfer { .. }) => {
                let passed = |guard: &Guard| matches!(guard, Guard::ModSeq(own) if *own > asked);
                planned.targets.iter().filter(|(_, guard)| passed(guard)).map(|(uid, _)| *uid).collect()
            }
            _ => SequenceSet::default(),
        };
        writing.read.messages.retain(|uid, _| past.contains(*uid));
        let applied = self.apply(&mut writing, &targets, since, true)?;
        Ok(Outcome::of(targets.len(), &origin, applied))
    }

    /// What tells it from other mutations.
    fn words(&self) -> Box<str> {
        let Request { condition, order, offset, limit, .. } = &self.request;
        let Mutation { effect, unchanged_since, .. } = self;
        format!("{effect:?} {condition:?} {order:?} {offset} {limit:?} {unchanged_since:?}").into()
    }
}

impl Planned {
    fn add(&mut self, row: &Row) -> Result<()> {
        let fetched = row.fetched();
        let guard = match (fetched.mod_seq(), fetched.flags()) {
            (Some(mod_seq), _) => Guard::ModSeq(mod_seq),
            (None, Some(flags)) => Guard::Flags(flags.clone()),
            (None, None) => {
                return Err(Error::protocol("FETCH told no flags of a message, though they were asked for"));
            }
        };
        self.targets.insert(fetched.uid(), guard);
        self.octets = self.octets.saturating_add(fetched.size().unwrap_or_default());
        if self.shown.len() < SHOWN {
            self.shown.push(line(row).into());
        }
        Ok(())
    }
}

/// What guards, the summary and the condition need.
fn wanted(condition: &Node) -> Wanted {
    let mut wanted = Wanted::default();
    for column in [Fixed::seen, Fixed::size, Fixed::created, Fixed::sender, Fixed::subject] {
        wanted.add(Key::Fixed(column), Needs::DEFAULT);
    }
    let mut open = vec![condition];
    while let Some(node) = open.pop() {
        match node {
            Node::Test { key, .. } | Node::Any { key, .. } => wanted.add(*key, Needs::DEFAULT),
            Node::And(nodes) | Node::Or(nodes) => open.extend(nodes),
            Node::Not(node) => open.push(node),
            Node::TooDeep => {}
        }
    }
    wanted
}

fn line(row: &Row) -> String {
    let date = row.date(Key::Fixed(Fixed::created)).ok().flatten().map(|at| at.date().to_string());
    let sender = row.addresses(Key::Fixed(Fixed::sender)).ok().and_then(|list| list.into_iter().next());
    let subject = row.text(Key::Fixed(Fixed::subject)).ok().flatten();
    format!(
        "uid {}, {}, {}: {}",
        row.fetched().uid(),
        date.as_deref().unwrap_or("no date"),
        shortened(sender.as_ref().map_or("no sender", |sender| &sender.email), 40),
        shortened(subject.as_deref().unwrap_or("no subject"), 60)
    )
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.targets.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(
            f,
            "{} {count} message{plural} of mailbox \"{}\", {} octets",
            self.effect,
            escaped(&self.mailbox),
            self.octets
        )?;
        for line in &self.shown {
            write!(f, "\n  {line}")?;
        }
        match count.saturating_sub(self.shown.len()) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}
