//! Running the same query in several mailboxes.

use super::{EachRows, Spread, search};
use crate::{
    Executor, Explain, MailboxName, PerMailbox, Result, Row, Uid,
    plan::{Access, Purpose},
    query::{Read, Request},
};

/// Mailboxes for which another connection is worth signing in.
const SHARE: usize = 32;

pub(crate) fn count<E: Executor + ?Sized>(
    request: &Request,
    mailboxes: &[MailboxName],
    on: &E,
) -> Result<PerMailbox<u64>> {
    Ok(spread(request, mailboxes, Purpose::Count, on)?.run(|hand, requests| {
        let found = search(hand, requests, Purpose::Count, Access::Read)?;
        Ok(found.into_iter().map(|found| found.map(|found| found.count)).collect())
    }))
}

pub(crate) fn uids<E: Executor + ?Sized>(
    request: &Request,
    mailboxes: &[MailboxName],
    on: &E,
) -> Result<PerMailbox<Vec<Uid>>> {
    Ok(spread(request, mailboxes, Purpose::Uids, on)?.run(|hand, requests| {
        let found = search(hand, requests, Purpose::Uids, Access::Read)?;
        Ok(found.into_iter().map(|found| found.map(|found| found.all_uids())).collect())
    }))
}

pub(crate) fn load<R, E: Executor + ?Sized>(
    request: &Request,
    read: &Read<R>,
    mailboxes: &[MailboxName],
    on: &E,
) -> Result<PerMailbox<Vec<R>>> {
    let found: PerMailbox<Vec<Row>> = spread(request, mailboxes, Purpose::Select, on)?.run(|hand, requests| {
        let found = search(hand, requests, Purpose::Select, Access::Read)?;
        Ok(found.into_iter().map(|found| found.map(|found| found.rows)).collect())
    });
    Ok(found.and_then(|rows| rows.iter().map(|row| read(row)).collect()))
}

pub(crate) fn stream<R, E: Executor + ?Sized>(
    request: &Request,
    read: &Read<R>,
    mailboxes: &[MailboxName],
    on: &E,
) -> Result<EachRows<R>> {
    let (hand, requests) = Spread::new(request, mailboxes, Purpose::Select, usize::MAX, on)?.alone()?;
    EachRows::new(hand, requests, read.clone())
}

pub(crate) fn explain<E: Executor + ?Sized>(
    request: &Request,
    mailboxes: &[MailboxName],
    on: &E,
) -> Result<PerMailbox<Explain>> {
    Ok(spread(request, mailboxes, Purpose::Select, on)?.run(|hand, requests| {
        let explained = |request: &Request| super::super::select::explain(request, Purpose::Select, hand);
        Ok(requests.iter().map(explained).collect())
    }))
}

fn spread<E: Executor + ?Sized>(
    request: &Request,
    mailboxes: &[MailboxName],
    purpose: Purpose,
    on: &E,
) -> Result<Spread> {
    Spread::new(request, mailboxes, purpose, SHARE, on)
}
