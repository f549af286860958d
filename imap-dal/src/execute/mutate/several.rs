//! The same mutation in several mailboxes. For each connection: one flight that searches them all, then one for each
//! mailbox with something to change, which opens the next one behind its last change. Nothing is changed before the mailbox
//! it is in was opened, and its UIDVALIDITY checked.

use super::{
    super::{
        Context, Task,
        several::{Found, Patience, Spread, search},
        task::{prepared, server},
    },
    mutation::{Mutation, Outcome},
    writing::Writing,
};
use crate::{
    Affected, Delete, Each, Error, Executor, Explain, Move, Moved, PerMailbox, Result, Update,
    connection::Connection,
    display::escaped,
    plan::{Access, Purpose},
    query::Request,
    row::Origin,
    wire::{Command, SequenceSet},
};
use std::sync::Arc;

/// Mailboxes for which another connection is worth signing in.
const SHARE: usize = 2;

/// Copies whose outcome is lost are known again by their octets among what the target got since. Copies from other mailboxes
/// must not be there: one connection makes them all, and ends where it does not know.
const ALONE: usize = usize::MAX;

/// A mutation in a mailbox that the same is made in elsewhere.
pub(crate) trait InEach: Clone + Sync {
    fn request(&self) -> &Request;

    /// The same of another request, as `on` can make it.
    fn mutation(&self, request: Request, on: &Connection) -> Result<Mutation>;
}

impl InEach for Update {
    fn request(&self) -> &Request {
        &self.request
    }

    fn mutation(&self, request: Request, on: &Connection) -> Result<Mutation> {
        Mutation::update(&Update { request, ..self.clone() }, on)
    }
}

impl InEach for Delete {
    fn request(&self) -> &Request {
        &self.request
    }

    fn mutation(&self, request: Request, on: &Connection) -> Result<Mutation> {
        Mutation::delete(&Delete { request, ..self.clone() }, on)
    }
}

impl InEach for Move {
    fn request(&self) -> &Request {
        &self.request
    }

    fn mutation(&self, request: Request, on: &Connection) -> Result<Mutation> {
        Mutation::transfer(&Move { request, ..self.clone() }, on)
    }
}

/// What [`Each<Update>`](Each) and [`Each<Delete>`](Each) do.
pub(crate) fn change<E: Executor + ?Sized>(each: &Each<impl InEach>, on: &E) -> Result<PerMailbox<Affected>> {
    Ok(execute(each, SHARE, on)?.and_then(|outcome| Ok(outcome.into())))
}

/// What [`Each<Move>`](Each) does.
pub(crate) fn transfer<E: Executor + ?Sized>(each: &Each<Move>, on: &E) -> Result<PerMailbox<Moved>> {
    let moves = || -> Result<bool> { Ok(server(&on.lease()?).capabilities.moves()) };
    let is_move = !each.one.target.keep && (each.mailboxes.is_empty() || moves()?);
    let share = if is_move { SHARE } else { ALONE };
    Ok(execute(each, share, on)?.and_then(|outcome| Ok(outcome.into())))
}

/// What would be done in each mailbox.
pub(crate) fn explain<E: Executor + ?Sized>(each: &Each<impl InEach>, on: &E) -> Result<PerMailbox<Explain>> {
    let Each { mailboxes, one } = each;
    Ok(Spread::new(one.request(), mailboxes, Purpose::Targets, ALONE, on)?.run(|hand, requests| {
        let explained = |request: &Request| one.mutation(request.clone(), hand)?.explain(hand);
        Ok(requests.iter().map(explained).collect())
    }))
}

fn execute<E: Executor + ?Sized>(each: &Each<impl InEach>, share: usize, on: &E) -> Result<PerMailbox<Outcome>> {
    let Each { mailboxes, one } = each;
    let spread = Spread::new(one.request(), mailboxes, Purpose::Targets, share, on)?;
    let access = match spread.hand() {
        // What it says of any mailbox.
        Some(hand) => one.mutation(one.request().clone(), hand)?.access(),
        None => Access::Read,
    };
    Ok(spread.run(|hand, requests| {
        let found = search(hand, requests, Purpose::Targets, access)?;
        let aim = |(request, found): (&Request, Result<Found>)| Aim::new(one.mutation(request.clone(), hand)?, found?);
        apply(requests.iter().zip(found).map(aim).collect(), hand)
    }))
}

/// What is to be changed in one mailbox.
struct Aim {
    mutation: Mutation,
    origin: Arc<Origin>,
    uids: SequenceSet,
    since: Option<u64>,
}

/// Makes the changes one mailbox after the other.
fn apply(aims: Vec<Result<Option<Aim>>>, hand: &Connection) -> Result<Vec<Result<Outcome>>> {
    let mut patience = Patience::default();
    let mut opened = None;
    let mut outcomes = Vec::new();
    let mut aims = aims.into_iter();
    while let Some(aim) = aims.next() {
        outcomes.push(match aim {
            Err(error) => Err(error),
            Ok(None) => Ok(Outcome::default()),
            Ok(Some(aim)) => {
                let next = aims.as_slice().iter().find_map(|aim| aim.as_ref().ok()?.as_ref());
                let outcome = patience.attempt(&aim.mutation.request, || aim.change(&mut opened, next, hand));
                if let Err(Error::OutcomeUnknown { token, .. }) = &outcome
                    && token.is_copying()
                {
                    let mailbox = escaped(&aim.origin.mailbox);
                    patience.end(format!("`resume` must tell first what was copied from mailbox \"{mailbox}\""));
                }
                outcome
            }
        });
    }
    Ok(outcomes)
}

impl Aim {
    /// None where there is nothing to change.
    fn new(mutation: Mutation, found: Found) -> Result<Option<Self>> {
        let Found { origin, uids, mod_seq, .. } = found;
        let Some(origin) = origin.filter(|_| !uids.is_empty()) else { return Ok(None) };
        let since = mutation.since(mod_seq)?;
        Ok(Some(Aim { mutation, origin, uids, since }))
    }

    /// Makes the change, in the mailbox as it was `opened` if it was, and opens the `next` one behind it.
    fn change(&self, opened: &mut Option<Writing>, next: Option<&Aim>, hand: &Connection) -> Result<Outcome> {
        let mut writing = match opened.take() {
            Some(writing) => writing,
            // Nothing is changed yet: once more, over a new connection.
            None => match self.open(hand) {
                Err(error) if error.is_lost_connection() => self.open(hand)?,
                outcome => outcome?,
            },
        };
        if let Some(next) = next {
            let request = &next.mutation.request;
            let mut context = Context::new(request, prepared(request)?, &mut writing.task.lease)?;
            context.access = next.mutation.access();
            let reads = next.reads(&context)?;
            writing.opens_behind(context, &next.origin, reads, &next.uids);
        }
        let uids = self.mutation.checked(&writing, self.uids.clone(), self.since);
        let applied = self.mutation.apply(&mut writing, &uids, self.since, self.mutation.is_strict(self.since))?;
        if applied.modified.is_empty() {
            *opened = writing.into_behind();
        } else {
            // Gives the connection back, for the next search.
            drop(writing);
        }
        self.mutation.settle(&self.origin, uids.len(), self.since, applied, hand)
    }

    fn open(&self, hand: &Connection) -> Result<Writing> {
        let task = Task::new(&self.mutation.request, hand)?;
        let reads = self.reads(&task.context)?;
        Writing::open(task, self.mutation.access(), &self.origin, reads, &self.uids)
    }

    fn reads(&self, context: &Context) -> Result<Vec<Command>> {
        self.mutation.reads(&self.mutation.request, &self.uids, self.since, &context.server)
    }
}
