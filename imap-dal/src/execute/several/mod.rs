//! The same query in several mailboxes: searched in one flight for each connection, then read one mailbox after the other,
//! on as many connections as the pool has free. What goes wrong in one mailbox is that mailbox's.

mod flow;
pub(super) mod query;
mod rows;
mod spread;
mod sweep;

pub use rows::EachRows;
use spread::Asked;
pub(super) use spread::{Patience, Spread};

use super::{
    Context, Task,
    retry::retried,
    scan::{Scan, Sieve},
    select::{Chosen, Selected, Started, after_search, scan, selected, targets},
    task::{prepared, server},
};
use crate::{
    Error, Executor, Result, Row, Uid,
    connection::{Connection, Lease},
    plan::{Access, Plan, Purpose, Then},
    query::Request,
    row::Origin,
    wire::SequenceSet,
};
use std::sync::Arc;
use sweep::{Segment, Sweep};

/// What a query found in one mailbox.
#[derive(Default)]
pub(super) struct Found {
    /// None where nothing was asked of the server.
    pub(super) origin: Option<Arc<Origin>>,
    /// HIGHESTMODSEQ when the mailbox was opened.
    pub(super) mod_seq: Option<u64>,
    count: u64,
    pub(super) uids: SequenceSet,
    /// Where rows are wanted.
    rows: Vec<Row>,
}

/// What the flight for all mailboxes came to in one of them.
enum Swept {
    Failed(Error),
    /// All went as it should.
    Answered(Box<Segment>),
    /// It is left to the way a single mailbox is read.
    Open,
}

/// Searches the mailboxes of `requests`, which differ in nothing else; an outcome for each, in this order. They are
/// opened to be read; where one is searched alone, for its targets, it is opened for `access`.
///
/// # Errors
/// Where it fails for all alike: the condition cannot be asked, there is no connection.
pub(super) fn search(
    on: &Connection,
    requests: &[Request],
    purpose: Purpose,
    access: Access,
) -> Result<Vec<Result<Found>>> {
    let Some(ready) = Ready::new(on, requests, purpose, access.to_read(), true)? else {
        return Ok(requests.iter().map(|_| Ok(Found::default())).collect());
    };
    let (sweep, lease, swept) = ready.fly();
    let mut patience = Patience::default();
    let mut lease = Some(lease);
    let mut finish = |swept| match swept {
        Swept::Failed(error) => Some(Err(error)),
        Swept::Answered(segment) => match sweep.finish(*segment, &mut lease, on) {
            // Once more, over a new connection.
            Err(error) if error.is_lost_connection() => None,
            outcome => Some(outcome),
        },
        Swept::Open => None,
    };
    let found: Vec<_> = swept.into_iter().map(&mut finish).collect();
    drop(lease);
    let alone = |(request, found): (&Request, Option<Result<Found>>)| {
        found.unwrap_or_else(|| patience.attempt(request, || alone(request, purpose, access, on)))
    };
    Ok(requests.iter().zip(found).map(alone).collect())
}

/// What a flight for all mailboxes begins with.
struct Ready {
    sweep: Sweep,
    lease: Lease,
    /// An outcome for each mailbox, as far as there is one before anything is sent.
    swept: Vec<Swept>,
    /// Those that are to be searched.
    segments: Vec<Segment>,
}

impl Ready {
    /// None where nothing can satisfy the condition.
    fn new(
        on: &Connection,
        requests: &[Request],
        purpose: Purpose,
        access: Access,
        is_eager: bool,
    ) -> Result<Option<Self>> {
        let Some(first) = requests.first() else { return Ok(None) };
        let condition = prepared(first)?;
        let mut lease = on.lease()?;
        let plan = Plan::new(first, purpose, &server(&lease))?.cheaper(None);
        let Some(sweep) = Sweep::new(plan, is_eager)? else { return Ok(None) };
        let (mut swept, mut segments) = (Vec::new(), Vec::new());
        for (index, request) in requests.iter().enumerate() {
            swept.push(match Context::new(request, condition.clone(), &mut lease) {
                Ok(mut context) => {
                    context.access = access;
                    segments.push(sweep.segment(index, context));
                    Swept::Open
                }
                Err(error) => Swept::Failed(error),
            });
        }
        Ok(Some(Ready { sweep, lease, swept, segments }))
    }

    /// Searches the mailboxes in one flight.
    fn fly(mut self) -> (Sweep, Lease, Vec<Swept>) {
        for segment in self.sweep.fly(&mut self.lease, self.segments) {
            if let Some(swept) = self.swept.get_mut(segment.index) {
                *swept = Swept::Answered(Box::new(segment));
            }
        }
        (self.sweep, self.lease, self.swept)
    }
}

/// The same as the query of a single mailbox.
fn alone(request: &Request, purpose: Purpose, access: Access, on: &Connection) -> Result<Found> {
    match purpose {
        Purpose::Targets => {
            let Chosen { origin, uids, opened, .. } = targets(request, access, on)?;
            let uids = uids.to_set();
            Ok(Found { origin, mod_seq: opened.mod_seq, count: uids.len(), uids, rows: Vec::new() })
        }
        Purpose::Select => {
            let rows = retried(request, on, |task| scan(task, true))?;
            Found::of_rows(rows, purpose).map(|(found, _)| found)
        }
        _ => {
            let Selected { origin, uids, count } = selected(request, purpose, on)?;
            Ok(Found { origin, count, uids: uids.into_iter().collect(), ..Found::default() })
        }
    }
}

/// The connection, or another where that one is of no further use.
fn usable(lease: &mut Option<Lease>, hand: &Connection) -> Result<Lease> {
    lease.take().filter(|lease| lease.is_usable()).map_or_else(|| hand.lease(), Ok)
}

impl Sweep {
    /// What the flight for all told, with what is still to be read of this mailbox.
    fn finish(&self, segment: Segment, lease: &mut Option<Lease>, on: &Connection) -> Result<Found> {
        let Segment { context, opening, answers, uids, rows, .. } = segment;
        if self.at_once().is_some() {
            let (origin, rows) = (Some(opening.origin()?), rows.into_values().collect());
            return Ok(Found { origin, mod_seq: opening.opened.mod_seq, count: uids.len(), uids, rows });
        }
        let is_known = matches!(self.route.then, Then::Nothing);
        let kept = if is_known { lease.take().map_or_else(|| on.lease(), Ok) } else { usable(lease, on) };
        let task = Task { lease: kept?, context };
        let purpose = self.plan.purpose;
        let scan = match after_search(task, &self.plan, self.route.then.clone(), (opening, answers))? {
            Started::Rows(rows) => rows,
            Started::Chosen(Chosen { task, origin: Some(origin), uids, items, .. }) if purpose == Purpose::Select => {
                Scan::of(task, items, origin, uids, Sieve::OPEN)
            }
            Started::Chosen(Chosen { task, origin, opened, uids, count, .. }) => {
                *lease = Some(task.lease);
                return Ok(Found { origin, mod_seq: opened.mod_seq, count, uids: uids.to_set(), rows: Vec::new() });
            }
        };
        let (found, kept) = Found::of_rows(scan, purpose)?;
        *lease = Some(kept);
        Ok(found)
    }
}

impl Found {
    fn all_uids(&self) -> Vec<Uid> {
        let read = |origin: &Arc<Origin>| {
            self.uids.iter().map(|uid| Uid::read(uid, origin.validity, origin.fingerprint)).collect()
        };
        self.origin.as_ref().map(read).unwrap_or_default()
    }

    fn of_rows(mut scan: Scan, purpose: Purpose) -> Result<(Self, Lease)> {
        let mut found = Found::default();
        while let Some(row) = scan.next() {
            let row = row?;
            found.uids.insert(row.uid().get());
            found.count += 1;
            if purpose == Purpose::Select {
                found.rows.push(row);
            }
        }
        found.origin = scan.origin();
        found.mod_seq = scan.opened().mod_seq;
        Ok((found, scan.into_task().lease))
    }
}
