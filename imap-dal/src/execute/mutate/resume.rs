//! Completing mutations whose outcome is unknown: the mailbox is looked at, and what is missing is done. Nothing is sent
//! again unseen.

use super::{
    super::{Affected, Task, search::Opening},
    effect::FlagChange,
    insert::append_again,
    mutation::Outcome,
    token::{Before, Pending, Phase, ResumeToken},
    writing::{Applied, Read, Writing},
};
use crate::{
    Error, Executor, IntoMailbox, MailboxName, Result, Row,
    connection::Event,
    plan::{self, FetchItems, Flag, Messages, SearchKey},
    query::{Node, Request},
    row::{Needs, Origin, Wanted},
    schema::{Fixed, Key},
    wire::SequenceSet,
};
use jiff::Timestamp;
use std::{collections::BTreeMap, sync::Arc};

/// Completes a mutation that ended in [`OutcomeUnknown`](Error::OutcomeUnknown), without doing anything twice.
///
/// It looks at the messages that the error names and does what is still to be done to them. What the lost connection may
/// have left until then:
///
/// - an update: some messages changed, others not;
/// - a deletion: messages marked `\Deleted` and not expunged;
/// - a move by MOVE: some messages moved, others not;
/// - a copy: all copied, or none; a move without MOVE: also copied and not removed, or copied, marked and not expunged;
/// - an insert: appended, or not.
///
/// A message that somebody else changed since the mutation searched for it is left alone: it is among the `conflicts`.
/// A message that is gone counts as changed where the mutation was to remove it, else it is among the `vanished`. Copies
/// and inserted messages are known again by Message-ID, size and date among what arrived since.
///
/// # Errors
/// `InvalidInput` for a token of another account, `UidValidityChanged`, `MailboxNotFound`; `OutcomeUnknown` with another
/// token where the connection is lost again, and what a connection can bring.
pub fn resume<E: Executor + ?Sized>(on: &E, token: ResumeToken) -> Result<Affected> {
    let Pending { mailbox, validity, fingerprint, phase } = token.into_pending();
    let request = whole(mailbox.as_ref().into_mailbox());
    let open = || {
        let task = Task::new(&request, on)?;
        if task.context.fingerprint == fingerprint {
            Ok(task)
        } else {
            Err(Error::invalid("the token to resume is of another account; use the one the mutation ran on"))
        }
    };
    let origin = Origin { mailbox, validity, fingerprint };
    let all = phase.uids();
    let applied = match phase {
        Phase::Storing { uids, change, since } => store_again(open()?, &origin, &uids, &change, since)?.1,
        Phase::Marking { uids, since, leave_marked } => mark_again(open()?, &origin, &uids, since, leave_marked)?,
        Phase::Expunging { uids } => expunge_again(open()?, &origin, &uids)?,
        Phase::Moving { uids, target } => {
            let mut writing = Writing::open(open()?, &origin, Vec::new())?;
            let phase = || Phase::Moving { uids: uids.clone(), target: target.clone() };
            let here = writing.found(&uids, [], phase)?;
            writing.transfer(&here, &target, false)?;
            let left = writing.found(&here, [], phase)?;
            Applied { changed: uids.difference(&left), conflicts: left, ..Applied::default() }
        }
        Phase::Copying { uids, target, keep, before } => {
            open()?;
            let there = identities_from(&target, before, on)?;
            copy_again(open()?, &origin, &uids, &target, keep, there)?
        }
        Phase::Removing { uids } => {
            let mut writing = Writing::open(open()?, &origin, Vec::new())?;
            let phase = || Phase::Removing { uids: uids.clone() };
            let here = writing.found(&uids, [], phase)?;
            writing.remove(&here)?;
            let left = writing.found(&here, [], phase)?;
            Applied { changed: uids.difference(&left), conflicts: left, ..Applied::default() }
        }
        Phase::Appending { message, next } => {
            append_again(open()?, &origin, message, next)?;
            return Ok(Affected { matched: 1, changed: 1, ..Affected::default() });
        }
    };
    Ok(Outcome::of(all.len(), &origin, applied).into())
}

/// All messages of a mailbox.
pub(super) fn whole(mailbox: MailboxName) -> Request {
    Request {
        mailbox,
        condition: Node::always(),
        all: true,
        order: Vec::new(),
        offset: 0,
        limit: None,
        exact: false,
        max_bytes: None,
        wanted: Wanted::default(),
    }
}

/// Stores flags where they are not stored yet. Where the change was conditional, a message that has passed `since` and is
/// not in the state asked for was changed by somebody else; one to which the flags were added, but from which the others
/// were not removed, is half-way.
fn store_again(
    task: Task,
    origin: &Origin,
    uids: &SequenceSet,
    change: &FlagChange,
    since: Option<u64>,
) -> Result<(Writing, Applied)> {
    let Some(since) = since else {
        let mut writing = Writing::open(task, origin, Vec::new())?;
        let applied = writing.store(change, uids, None)?;
        return Ok((writing, applied));
    };
    let mut items = FetchItems::default();
    items.add_flags();
    items.add_mod_seq();
    let mut writing = Writing::open(task, origin, plan::fetch(Messages::Uids(uids), &items))?;
    let (mut open, mut half, mut done) = (SequenceSet::default(), SequenceSet::default(), SequenceSet::default());
    let mut conflicts = SequenceSet::default();
    for (uid, fetched) in &writing.read.messages {
        let Some(flags) = fetched.flags().filter(|_| uids.contains(*uid)) else { continue };
        let set = if change.is_done(flags) {
            &mut done
        } else if fetched.mod_seq().is_some_and(|own| own <= since) {
            &mut open
        } else if !change.add.is_empty() && change.is_added(flags) {
            &mut half
        } else {
            &mut conflicts
        };
        set.insert(*uid);
    }
    let known = [&open, &half, &done, &conflicts].into_iter().fold(SequenceSet::default(), |all, set| all.union(set));
    let first = writing.store(change, &open, Some(since))?;
    let rest = FlagChange { add: Vec::new(), remove: change.remove.clone() };
    let second = writing.store(&rest, &half, None)?;
    let sum = |a: &SequenceSet, b: &SequenceSet, c: &SequenceSet| a.union(b).union(c);
    let applied = Applied {
        changed: sum(&done, &first.changed, &second.changed),
        conflicts: sum(&conflicts, &first.conflicts, &second.conflicts).union(&first.modified),
        vanished: sum(&uids.difference(&known), &first.vanished, &second.vanished),
        ..Applied::default()
    };
    Ok((writing, applied))
}

/// Marks what is not marked yet; what is marked then is expunged, unless it is left. What is gone may have been expunged
/// in the same flight.
fn mark_again(
    task: Task,
    origin: &Origin,
    uids: &SequenceSet,
    since: Option<u64>,
    leave_marked: bool,
) -> Result<Applied> {
    let (mut writing, marked) = store_again(task, origin, uids, &FlagChange::deleted(), since)?;
    if leave_marked {
        return Ok(marked);
    }
    let left = writing.expunge(&marked.changed, || Phase::Expunging { uids: marked.changed.clone() })?;
    let changed = marked.changed.difference(&left).union(&marked.vanished);
    let (conflicts, vanished) = (marked.conflicts.union(&left), SequenceSet::default());
    Ok(Applied { changed, conflicts, vanished, ..marked })
}

/// Expunges those that are still there and still marked.
fn expunge_again(task: Task, origin: &Origin, uids: &SequenceSet) -> Result<Applied> {
    let mut writing = Writing::open(task, origin, Vec::new())?;
    let phase = || Phase::Expunging { uids: uids.clone() };
    let here = writing.found(uids, [], phase)?;
    let marked = writing.found(&here, [SearchKey::Flag(Flag::Deleted, true)], phase)?;
    let left = writing.expunge(&marked, phase)?.union(&here.difference(&marked));
    Ok(Applied { changed: uids.difference(&left), conflicts: left, ..Applied::default() })
}

/// What a message and its copy have in common: Message-ID, size, arrival.
type Identity = (Option<String>, Option<u64>, Option<Timestamp>);

/// How many messages of each identity there are.
type Identities = BTreeMap<Identity, usize>;

/// Copies what has no copy yet; then removes what has one, unless it is kept.
fn copy_again(
    task: Task,
    origin: &Origin,
    uids: &SequenceSet,
    target: &str,
    keep: bool,
    mut there: Identities,
) -> Result<Applied> {
    let mut reads = plan::fetch(Messages::Uids(uids), &identifying(&task)?);
    reads.push(super::transfer::status(target));
    let mut writing = Writing::open(task, origin, reads)?;
    let (mut copied, mut open) = (SequenceSet::default(), SequenceSet::default());
    for (uid, fetched) in std::mem::take(&mut writing.read.messages) {
        if !uids.contains(uid) {
            continue;
        }
        match there.get_mut(&identity(&Row::new(Arc::clone(&writing.origin), fetched))) {
            Some(copies) if *copies > 0 => {
                *copies -= 1;
                copied.insert(uid);
            }
            _ => open.insert(uid),
        }
    }
    if !keep {
        writing.remove(&copied)?;
    }
    let now = writing.transfer(&open, target, keep)?;
    let here = copied.union(&open);
    Ok(Applied { changed: copied.union(&now.changed), vanished: uids.difference(&here).union(&now.vanished), ..now })
}

/// The messages that a mailbox got since `before`.
fn identities_from<E: Executor + ?Sized>(mailbox: &str, before: Before, on: &E) -> Result<Identities> {
    let mut task = Task::new(&whole(mailbox.into_mailbox()), on)?;
    let new = SequenceSet::range(before.next, u32::MAX);
    let mut commands = vec![plan::examine(mailbox)];
    commands.extend(plan::fetch(Messages::Uids(&new), &identifying(&task)?));
    let mut opening = Opening::default();
    let mut read = Read::default();
    let outcome = task.drive(commands, |context, flight, event| match event {
        Event::Untagged(response) => {
            opening.take(context, &response)?;
            read.take(response);
            Ok(())
        }
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => completion.ok(flight.name(index), Some(&context.mailbox)),
    });
    opening.explained(&mut task, outcome)?;
    let origin = opening.origin()?;
    if before.validity.is_some_and(|validity| validity != origin.validity) {
        return Err(Error::UidValidityChanged { mailbox: mailbox.into() });
    }
    let mut there = Identities::new();
    for (uid, fetched) in read.messages {
        if new.contains(uid) {
            *there.entry(identity(&Row::new(Arc::clone(&origin), fetched))).or_default() += 1;
        }
    }
    Ok(there)
}

fn identifying(task: &Task) -> Result<FetchItems> {
    let mut wanted = Wanted::default();
    for column in [Fixed::message_id, Fixed::size, Fixed::created] {
        wanted.add(Key::Fixed(column), Needs::DEFAULT);
    }
    FetchItems::of_projection(&wanted, &task.context.server)
}

fn identity(row: &Row) -> Identity {
    let id = row.text(Key::Fixed(Fixed::message_id)).ok().flatten();
    let created = row.date(Key::Fixed(Fixed::created)).ok().flatten();
    (id.map(Into::into), row.fetched().size(), created.map(|at| at.timestamp()))
}
