//! The rows of several mailboxes as an iterator: all are searched first, then read one after the other, in windows.

use super::{
    super::{
        Task,
        retry::retried,
        scan::{Scan, Sieve},
        select::{Chosen, Started, after_search, scan},
    },
    Asked, Patience, Segment, Sweep, Swept, sweep,
};
use crate::{
    Executor, Result,
    connection::{Connection, Lease},
    plan::{Access, Purpose},
    query::{Read, Request},
};
use std::{collections::VecDeque, fmt, iter::FusedIterator, sync::Arc};

/// The rows of a query in several mailboxes, each beside the decoded name of its mailbox, as they arrive.
///
/// It has a connection to itself until it is finished or dropped. An error of one row
/// ([`Decode`](crate::Error::Decode)) is that row's; any other ends its mailbox, and the next one follows.
#[must_use = "rows are read as they are iterated over"]
pub struct EachRows<R> {
    /// None once the connection is given back.
    open: Option<Open>,
    /// The mailboxes that are not begun.
    waiting: VecDeque<(Arc<str>, Result<Begun>)>,
    reading: Option<(Arc<str>, Scan)>,
    read: Read<R>,
}

/// A mailbox that was searched with the others.
struct Begun {
    request: Request,
    swept: Swept,
}

struct Open {
    hand: Connection,
    /// Between two mailboxes.
    lease: Option<Lease>,
    sweep: Option<Sweep>,
    patience: Patience,
}

impl<R> EachRows<R> {
    /// # Errors
    /// What fails for all mailboxes alike.
    pub(super) fn new(hand: Connection, requests: Vec<Asked>, read: Read<R>) -> Result<Self> {
        let known: Vec<Request> = requests.iter().filter_map(|(_, request)| request.as_ref().ok().cloned()).collect();
        let (sweep, lease, swept) = match sweep(&hand, &known, Purpose::Select, Access::Read, false)? {
            Some((sweep, lease, swept)) => (Some(sweep), Some(lease), swept),
            None => (None, None, Vec::new()),
        };
        let mut swept = swept.into_iter();
        let begun = |(name, request): Asked| match request {
            Ok(request) => Some((name.into(), Ok(Begun { request, swept: swept.next()? }))),
            Err(error) => Some((name.into(), Err(error))),
        };
        let waiting = requests.into_iter().filter_map(begun).collect();
        Ok(EachRows {
            open: Some(Open { hand, lease, sweep, patience: Patience::default() }),
            waiting,
            reading: None,
            read,
        })
    }
}

impl Open {
    fn begin(&mut self, Begun { request, swept }: Begun) -> Result<Scan> {
        let segment = match swept {
            Swept::Failed(error) => return Err(error),
            Swept::Answered(segment) => Some(segment),
            Swept::Open => None,
        };
        let Open { hand, lease, sweep, patience } = self;
        patience.attempt(&request, || {
            if let (Some(segment), Some(sweep)) = (segment, sweep) {
                let lease = lease.take().filter(|lease| lease.is_usable());
                match sweep.scan(*segment, lease.map_or_else(|| hand.lease(), Ok)?) {
                    // Once more, over a new connection.
                    Err(error) if error.is_lost_connection() => {}
                    outcome => return outcome,
                }
            }
            drop(lease.take());
            retried(&request, hand, |task| scan(task, false))
        })
    }
}

impl Sweep {
    /// The rows of a mailbox that was searched.
    fn scan(&self, segment: Segment, lease: Lease) -> Result<Scan> {
        let Segment { context, opening, answers, .. } = segment;
        match after_search(Task { lease, context }, &self.plan, self.route.then.clone(), (opening, answers))? {
            Started::Rows(scan) => Ok(scan),
            Started::Chosen(Chosen { task, origin: Some(origin), uids, items, .. }) => {
                Ok(Scan::of(task, items, origin, uids, Sieve::OPEN))
            }
            Started::Chosen(Chosen { task, .. }) => Ok(Scan::nothing(task)),
        }
    }
}

impl<R> Iterator for EachRows<R> {
    type Item = (Arc<str>, Result<R>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((name, scan)) = &mut self.reading {
                if let Some(row) = scan.next() {
                    return Some((Arc::clone(name), row.and_then(|row| (self.read)(&row))));
                }
                let scan = self.reading.take();
                if let (Some(open), Some((_, scan))) = (&mut self.open, scan) {
                    open.lease = Some(scan.into_task().lease);
                }
            }
            let Some((name, request)) = self.waiting.pop_front() else {
                // Given back at once, though the caller may keep the iterator.
                self.open = None;
                return None;
            };
            let open = self.open.as_mut()?;
            match request.and_then(|begun| open.begin(begun)) {
                Ok(scan) => self.reading = Some((name, scan)),
                Err(error) => return Some((name, Err(error))),
            }
        }
    }
}

impl<R> FusedIterator for EachRows<R> {}

impl<R> fmt::Debug for EachRows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EachRows").field("is_over", &self.open.is_none()).finish_non_exhaustive()
    }
}
