//! Messages known again by their octets: the copies of some among what a mailbox got since, and what was appended.

use super::{
    super::{Task, search::Opening},
    resume::whole,
    token::Before,
    writing::for_pieces,
};
use crate::{
    Executor, IntoMailbox, Result,
    connection::Event,
    plan,
    row::Origin,
    wire::{Digest, Item, Response, SectionKind, SequenceSet},
};
use std::collections::BTreeMap;

/// Octets that a server may add at the end of a message, or take from there.
const ENDING: u64 = 2;

/// Those of `uids` in the mailbox of `origin` that have a copy among what `target` got since `before`.
pub(super) fn found<E: Executor + ?Sized>(
    on: &E,
    origin: &Origin,
    uids: &SequenceSet,
    target: &str,
    before: Before,
) -> Result<SequenceSet> {
    let expected = before.validity.map(|validity| Origin { mailbox: target.into(), validity, ..origin.clone() });
    let task = |mailbox: &str| Task::new(&whole(mailbox.into_mailbox()), on);
    let new = SequenceSet::range(before.next, u32::MAX);
    let there = sizes(&mut task(target)?, expected.as_ref(), &new)?;
    if there.is_empty() || uids.is_empty() {
        return Ok(SequenceSet::default());
    }
    let mut own = task(&origin.mailbox)?;
    let here = sizes(&mut own, Some(origin), uids)?;
    let candidates = here.iter().filter(|(_, size)| there.values().any(|other| other == *size)).map(|(uid, _)| *uid);
    let here = digests(&mut own, Some(origin), &candidates.collect())?;
    drop(own);
    let mut copies: BTreeMap<Digest, usize> = BTreeMap::new();
    for digest in digests(&mut task(target)?, expected.as_ref(), &there.keys().copied().collect())?.into_values() {
        *copies.entry(digest).or_default() += 1;
    }
    let mut found = SequenceSet::default();
    for (uid, digest) in here {
        if let Some(left) = copies.get_mut(&digest).filter(|left| **left > 0) {
            *left -= 1;
            found.insert(uid);
        }
    }
    Ok(found)
}

/// The uids from `new` on of messages with these sizes and digests, one for each, lowest first, as far as they are there.
pub(super) fn appended(
    task: &mut Task,
    expected: &Origin,
    new: &SequenceSet,
    messages: &[(u64, Digest)],
) -> Result<Vec<Option<u32>>> {
    let sizes = sizes(task, Some(expected), new)?;
    let is_candidate = |size: u64| messages.iter().any(|(own, _)| own.abs_diff(size) <= ENDING);
    let candidates = sizes.into_iter().filter(|(_, size)| is_candidate(*size)).map(|(uid, _)| uid).collect();
    let mut there = digests(task, Some(expected), &candidates)?;
    let mut take = |digest: &Digest| {
        let uid = there.iter().find(|(_, own)| *own == digest).map(|(uid, _)| *uid)?;
        there.remove(&uid);
        Some(uid)
    };
    Ok(messages.iter().map(|(_, digest)| take(digest)).collect())
}

fn sizes(task: &mut Task, expected: Option<&Origin>, uids: &SequenceSet) -> Result<BTreeMap<u32, u64>> {
    facts(task, expected, uids, "RFC822.SIZE", |item| if let Item::Size(size) = item { Some(*size) } else { None })
}

/// Only one message is held at a time.
fn digests(task: &mut Task, expected: Option<&Origin>, uids: &SequenceSet) -> Result<BTreeMap<u32, Digest>> {
    let digest = |item: &Item<'_>| match item {
        Item::Body { section, origin: None, data: Some(octets) }
            if section.kind == SectionKind::Whole && section.path.is_empty() =>
        {
            Some(Digest::of(octets))
        }
        _ => None,
    };
    facts(task, expected, uids, "BODY.PEEK[]", digest)
}

/// What an item tells of each message.
fn facts<T>(
    task: &mut Task,
    expected: Option<&Origin>,
    uids: &SequenceSet,
    word: &'static str,
    fact: impl Fn(&Item<'_>) -> Option<T>,
) -> Result<BTreeMap<u32, T>> {
    let mut facts = BTreeMap::new();
    if uids.is_empty() {
        return Ok(facts);
    }
    let mut commands = vec![plan::examine(&task.context.mailbox)];
    commands.extend(for_pieces("UID FETCH", uids, |command| {
        command.open().word("UID").word(word).close();
    }));
    let mut opening = Opening::expecting(expected);
    let outcome = task.drive(commands, |context, flight, event| match event {
        Event::Untagged(Response::Fetch(fetch)) => {
            let (mut uid, mut told) = (None, None);
            for item in fetch.items.flatten() {
                match item {
                    Item::Uid(number) => uid = Some(number),
                    item => told = fact(&item).or(told.take()),
                }
            }
            facts.extend(uid.filter(|uid| uids.contains(*uid)).zip(told));
            opening.check_number(facts.len() as u64)
        }
        Event::Untagged(response) => opening.take(context, &response),
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => completion.ok(flight.name(index), Some(&context.mailbox)),
    });
    opening.explained(task, outcome)?;
    Ok(facts)
}
