//! The rows of several mailboxes as an iterator: those of one after those of the other. Where the server saves what it
//! finds, and no bodies are read, all come in one flight that is read as far as rows are taken; else the mailboxes are read
//! in windows, after one flight that searches them all where there is anything to search for.

use super::{
    super::{
        Task,
        retry::retried,
        scan::{Scan, Sieve},
        select::{Chosen, Started, after_search, scan},
    },
    Asked, Patience, Ready, Segment, Sweep, Swept,
    flow::{Flow, Flowing},
    usable,
};
use crate::{
    Error, Result,
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
    reading: Option<(Arc<str>, Reading)>,
    read: Read<R>,
}

/// A mailbox that was asked for with the others.
struct Begun {
    request: Request,
    /// Which of those it is.
    index: usize,
    swept: Swept,
}

#[allow(clippy::large_enum_variant)] // Held once.
enum Reading {
    /// In the flight for all.
    Together(Request),
    Alone(Scan),
}

struct Open {
    hand: Connection,
    /// Of the flight for all, or between two mailboxes.
    lease: Option<Lease>,
    /// Where rows come in the flight for all.
    flow: Option<Flow>,
    /// Where that only searched.
    sweep: Option<Sweep>,
    patience: Patience,
}

impl<R> EachRows<R> {
    /// # Errors
    /// What fails for all mailboxes alike.
    pub(super) fn new(hand: Connection, requests: Vec<Asked>, read: Read<R>) -> Result<Self> {
        let known: Vec<Request> = requests.iter().filter_map(|(_, request)| request.as_ref().ok().cloned()).collect();
        let mut open = Open { hand, lease: None, flow: None, sweep: None, patience: Patience::default() };
        let swept = open.prepare(&known)?;
        let mut swept = swept.into_iter().enumerate();
        let begun = |(name, request): Asked| match request {
            Ok(request) => {
                let (index, swept) = swept.next()?;
                Some((name.into(), Ok(Begun { request, index, swept })))
            }
            Err(error) => Some((name.into(), Err(error))),
        };
        let waiting = requests.into_iter().filter_map(begun).collect();
        Ok(EachRows { open: Some(open), waiting, reading: None, read })
    }
}

impl Open {
    /// Searches where that is a flight of its own; an outcome for each, or none where nothing can satisfy the condition.
    fn prepare(&mut self, requests: &[Request]) -> Result<Vec<Swept>> {
        let Some(ready) = Ready::new(&self.hand, requests, Purpose::Select, Access::Read, false)? else {
            return Ok(Vec::new());
        };
        let (lease, swept);
        if ready.sweep.at_once().is_some() {
            (lease, swept) = (ready.lease, ready.swept);
            self.flow = Flow::new(ready.sweep, ready.segments);
        } else if ready.sweep.is_asked() {
            (lease, swept) = (ready.lease, ready.swept);
        } else {
            let (sweep, used, answered) = ready.fly();
            (lease, swept) = (used, answered);
            self.sweep = Some(sweep);
        }
        self.lease = Some(lease);
        Ok(swept)
    }

    fn begin(&mut self, Begun { request, index, swept }: Begun) -> Result<Reading> {
        let segment = match swept {
            Swept::Failed(error) => return Err(error),
            Swept::Answered(segment) => Some(segment),
            Swept::Open if self.is_together(index) => return Ok(Reading::Together(request)),
            Swept::Open => None,
        };
        let Open { hand, lease, sweep, patience, .. } = self;
        let begun = patience.attempt(&request, || {
            if let (Some(segment), Some(sweep)) = (segment, sweep) {
                match sweep.scan(*segment, usable(lease, hand)?) {
                    // Once more, over a new connection.
                    Err(error) if error.is_lost_connection() => {}
                    outcome => return outcome,
                }
            }
            drop(lease.take());
            retried(&request, hand, |task| scan(task, false))
        });
        begun.map(Reading::Alone)
    }

    /// Whether the mailbox comes with the others, which are asked for where they are not.
    fn is_together(&mut self, index: usize) -> bool {
        let Some(flow) = self.flow.as_mut().filter(|flow| flow.awaits(index)) else { return false };
        if flow.is_under_way() {
            return true;
        }
        let begun = usable(&mut self.lease, &self.hand).and_then(|lease| flow.begin(self.lease.insert(lease)));
        if begun.is_err() {
            // What each says on its own says more.
            self.flow = None;
        }
        begun.is_ok()
    }

    /// What comes next of the mailbox that is read with the others.
    fn next(&mut self) -> Flowing {
        let Some(flow) = &mut self.flow else { return Flowing::Over };
        match (flow.next_held(), &mut self.lease) {
            (Some(held), _) => held,
            (None, Some(lease)) => flow.next(lease),
            (None, None) => Flowing::Over,
        }
    }

    /// The rest of a mailbox that does not come with the others, unless `error` is the end of it.
    fn resume(&mut self, request: &Request, segment: Segment, error: Option<Error>) -> Result<Scan> {
        let Open { hand, lease, flow, patience, .. } = self;
        patience.attempt(request, || match error {
            Some(error) if !error.is_lost_connection() => Err(error),
            lost => {
                // What the connection said that was lost says more than why there is no other.
                let usable = || usable(lease, hand).map_err(|error| lost.unwrap_or(error));
                match flow.as_ref().and_then(|flow| flow.left(segment, usable)) {
                    Some(left) => left,
                    None => {
                        drop(lease.take());
                        retried(request, hand, |task| scan(task, false))
                    }
                }
            }
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
            if let (Some((name, reading)), Some(open)) = (&mut self.reading, &mut self.open) {
                let next = match reading {
                    Reading::Alone(scan) => scan.next().map_or(Flowing::Over, Flowing::Row),
                    Reading::Together(_) => open.next(),
                };
                match (next, &reading) {
                    (Flowing::Row(row), _) => {
                        return Some((Arc::clone(name), row.and_then(|row| (self.read)(&row))));
                    }
                    (Flowing::Left(segment, error), Reading::Together(request)) => {
                        match open.resume(request, *segment, error) {
                            Ok(scan) => *reading = Reading::Alone(scan),
                            Err(error) => {
                                let name = Arc::clone(name);
                                self.reading = None;
                                return Some((name, Err(error)));
                            }
                        }
                        continue;
                    }
                    _ => {}
                }
                match self.reading.take() {
                    Some((_, Reading::Alone(scan))) => open.lease = Some(scan.into_task().lease),
                    Some((_, Reading::Together(request))) => _ = open.patience.attempt(&request, || Ok(())),
                    None => {}
                }
            }
            let Some((name, request)) = self.waiting.pop_front() else {
                // Given back at once, though the caller may keep the iterator.
                self.open = None;
                return None;
            };
            let open = self.open.as_mut()?;
            match request.and_then(|begun| open.begin(begun)) {
                Ok(reading) => self.reading = Some((name, reading)),
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
