//! Completing mutations whose outcome is unknown: the mailbox is looked at, and what is missing is done. Nothing is sent
//! again unseen.

use super::{
    super::{Affected, Task},
    copies,
    effect::FlagChange,
    insert::append_again,
    mutation::Outcome,
    review::still_targets,
    token::{Pending, Phase, ResumeToken},
    writing::{Applied, Writing, uids},
};
use crate::{
    Error, Executor, IntoMailbox, MailboxName, Result,
    plan::{self, Access, FetchItems, Flag, Messages, SearchKey},
    query::{Node, Request},
    row::{Origin, Wanted},
    schema::Fingerprint,
    wire::SequenceSet,
};
use std::{thread, time::Duration};

/// Completes a mutation that ended in [`OutcomeUnknown`](Error::OutcomeUnknown), without doing anything twice.
///
/// It looks at the messages that the error names and does what is still to be done to them. What may be left until then:
///
/// - an update: some messages changed, others not; one that both sets and clears flags may have done either;
/// - a deletion: messages marked `\Deleted` and not expunged;
/// - a move by MOVE: some messages moved, others not;
/// - a copy: all copied, or none; a move without MOVE: also copied and not removed, or copied, marked and not expunged;
/// - an insert: appended, or not; of many, a part of them. Where the server has MULTIAPPEND it is all or none.
///
/// A message is decided on anew: one that no longer satisfies the condition, or that somebody else changed since the
/// mutation searched for it, is left alone and is among the `conflicts`. Only the flags that the mutation itself changes
/// do not count for that: nobody can tell a `\Deleted` of ours from one that somebody else set meanwhile on the same
/// message, so a message marked by both is expunged, if everything else about it still satisfies the condition. An update
/// whose condition asks for no flags does not know either who changed them: it sets them, whoever took them away meanwhile.
/// What was sent over a lost connection may still be under way in the server: before anything is copied, moved or appended
/// again, it is looked for a second and a third time, within a second in all.
///
/// A message that is gone counts as changed where the mutation was to remove it, else it is among the `vanished`. Copies
/// and inserted messages are known again by their octets among what arrived since: a message of the very same octets that
/// somebody else brought there meanwhile is taken for one of them.
///
/// # Errors
/// `InvalidInput` for a token of another account, `UidValidityChanged`, `MailboxNotFound`; else `OutcomeUnknown` with a
/// token for another try, whatever came in between: nothing is forgotten.
pub fn resume<E: Executor + ?Sized>(on: &E, token: ResumeToken) -> Result<Affected> {
    let pending = token.pending();
    match completed(on, pending) {
        Err(
            error @ (Error::InvalidInput { .. }
            | Error::UidValidityChanged { .. }
            | Error::MailboxNotFound { .. }
            | Error::Unsupported { .. }),
        ) => Err(error),
        // It knows what was copied meanwhile.
        Err(error @ Error::OutcomeUnknown { .. })
            if matches!(pending.phase, Phase::Copying { .. } | Phase::Appending { .. }) =>
        {
            Err(error)
        }
        Err(error) => {
            let source = match error {
                Error::OutcomeUnknown { source, .. } => source,
                error => Box::new(error),
            };
            Err(Error::OutcomeUnknown { uids: uids(&pending.origin, &pending.phase.uids()), token, source })
        }
        done => done,
    }
}

fn completed<E: Executor + ?Sized>(on: &E, pending: &Pending) -> Result<Affected> {
    let Pending { origin, request, phase } = pending;
    let request = Request { mailbox: origin.mailbox.as_ref().into_mailbox(), ..request.clone() };
    let timeout = {
        let lease = on.lease()?;
        if Fingerprint::of(lease.account(), &origin.mailbox) != origin.fingerprint {
            return Err(Error::invalid("the token to resume is of another account; use the one the mutation ran on"));
        }
        lease.timeout()
    };
    if let Phase::Appending { messages, next, stored } = phase {
        return append_again(on, origin, messages, *next, stored);
    }
    let all = phase.uids();
    let still = still_targets(&request, origin, &all, &phase.change(), on)?;
    let open = || Writing::open(Task::new(&request, on)?, Access::WatchAndChange, origin, Vec::new(), &all);
    let applied = match phase {
        Phase::Storing { uids, change, since, .. } => {
            store_again(Task::new(&request, on)?, origin, uids, &still, change, *since)?.1
        }
        Phase::Marking { uids, since, leave_marked } => {
            let task = Task::new(&request, on)?;
            let (writing, marked) = store_again(task, origin, uids, &still, &FlagChange::deleted(), *since)?;
            if *leave_marked { marked } else { expunge_marked(writing, marked)? }
        }
        Phase::Expunging { uids } => {
            let mut writing = open()?;
            let phase = || phase.clone();
            let here = writing.found(uids, [], phase)?;
            let own = here.intersection(&still);
            let marked = writing.found(&own, [SearchKey::Flag(Flag::Deleted, true)], phase)?;
            let left = writing.expunge(&marked, phase)?.union(&here.difference(&marked));
            Applied { changed: uids.difference(&left), conflicts: left, ..Applied::default() }
        }
        Phase::Moving { uids, target } => {
            let (mut writing, here) = settled(timeout, || {
                // Only opening a mailbox anew brings it up to date.
                let mut writing = open()?;
                let here = writing.found(uids, [], || phase.clone())?;
                Ok((here.is_empty(), (writing, here)))
            })?;
            writing.transfer(&here.intersection(&still), target, false)?;
            let left = writing.found(&here, [], || phase.clone())?;
            Applied { changed: uids.difference(&left), conflicts: left, ..Applied::default() }
        }
        Phase::Copying { open: uids, copied, target, keep, before } => {
            let mut copied = copied.clone();
            if let Some(before) = before {
                let open = uids.intersection(&still);
                let found = settled(timeout, || {
                    let found = copies::found(on, origin, &open, target, *before)?;
                    Ok((found == open, found))
                })?;
                copied = copied.union(&found);
            }
            let to_copy = uids.difference(&copied).intersection(&still);
            let mut writing = Writing::open(
                Task::new(&request, on)?,
                Access::WatchAndChange,
                origin,
                vec![super::transfer::status(target)],
                &all,
            )?;
            let here = writing.found(&all, [], || phase.clone())?;
            if !keep {
                let removing = |left: &SequenceSet| Phase::Copying {
                    open: to_copy.clone(),
                    copied: left.clone(),
                    target: target.clone(),
                    keep: *keep,
                    before: None,
                };
                writing.remove(&copied.intersection(&here).intersection(&still), removing)?;
            }
            let now = writing.transfer(&to_copy.intersection(&here), target, *keep)?;
            let others = here.difference(&still);
            let changed = copied.difference(&others).union(&now.changed);
            Applied { vanished: all.difference(&changed).difference(&others), conflicts: others, changed, ..now }
        }
        Phase::Appending { .. } => Applied::default(),
    };
    Ok(Outcome::of(all.len(), origin, applied).into())
}

/// Looks once more, and again, where what is looked for is not all there: the server may still be doing what was sent
/// before the connection was lost.
pub(super) fn settled<T>(timeout: Duration, mut look: impl FnMut() -> Result<(bool, T)>) -> Result<T> {
    const PAUSES: [Duration; 2] = [Duration::from_millis(250), Duration::from_millis(750)];
    // Who waits only a moment for the server does not wait longer for this.
    const SHARE: u32 = 20;
    let mut pauses = PAUSES.into_iter();
    loop {
        let (is_all, seen) = look()?;
        match pauses.next().filter(|_| !is_all) {
            Some(pause) => {
                drop(seen);
                thread::sleep(pause.min(timeout / SHARE));
            }
            None => return Ok(seen),
        }
    }
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

/// Stores flags where they are not stored yet: on those of `uids` that are `still` targets. Where the change was
/// conditional, a message that has passed `since` and is not in the state asked for was changed by somebody else; one to
/// which the flags were added, but from which the others were not removed, is half-way.
fn store_again(
    task: Task,
    origin: &Origin,
    uids: &SequenceSet,
    still: &SequenceSet,
    change: &FlagChange,
    since: Option<u64>,
) -> Result<(Writing, Applied)> {
    let mut items = FetchItems::default();
    items.add_flags();
    if since.is_some() {
        items.add_mod_seq();
    }
    let reads = plan::fetch(Messages::Uids(uids), &items);
    let mut writing = Writing::open(task, Access::WatchAndChange, origin, reads, uids)?;
    let (mut open, mut half, mut done) = (SequenceSet::default(), SequenceSet::default(), SequenceSet::default());
    let mut conflicts = SequenceSet::default();
    for (uid, now) in &writing.read.messages {
        let Some(flags) = &now.flags else { continue };
        let is_unchanged = since.is_none_or(|since| now.mod_seq.is_some_and(|own| own <= since));
        let set = if !still.contains(*uid) {
            &mut conflicts
        } else if change.is_done(flags) {
            &mut done
        } else if is_unchanged {
            &mut open
        } else if !change.add.is_empty() && change.is_added(flags) {
            &mut half
        } else {
            &mut conflicts
        };
        set.insert(*uid);
    }
    let known = [&open, &half, &done, &conflicts].into_iter().fold(SequenceSet::default(), |all, set| all.union(set));
    let first = writing.store(change, &open, since, true)?;
    let rest = FlagChange { add: Vec::new(), remove: change.remove.clone() };
    let seen = writing.opened.mod_seq;
    let second = writing.store(&rest, &half, seen, true)?;
    let sum = |a: &SequenceSet, b: &SequenceSet, c: &SequenceSet| a.union(b).union(c);
    let modified = first.modified.union(&second.modified);
    let applied = Applied {
        changed: sum(&done, &first.changed, &second.changed),
        conflicts: sum(&conflicts, &first.conflicts, &second.conflicts).union(&modified),
        vanished: sum(&uids.difference(&known), &first.vanished, &second.vanished),
        ..Applied::default()
    };
    Ok((writing, applied))
}

fn expunge_marked(mut writing: Writing, marked: Applied) -> Result<Applied> {
    let left = writing.expunge(&marked.changed, || Phase::Expunging { uids: marked.changed.clone() })?;
    let changed = marked.changed.difference(&left).union(&marked.vanished);
    let (conflicts, vanished) = (marked.conflicts.union(&left), SequenceSet::default());
    Ok(Applied { changed, conflicts, vanished, ..marked })
}
