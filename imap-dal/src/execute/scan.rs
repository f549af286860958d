//! Reading the messages of a query: windows of uids are fetched one after the other and come out as rows, in the order
//! asked, after the residual condition, `offset` and `limit`. It holds one window at most.

use super::{Context, Found, Opening, Task, uids::{InOrder, Uids}};
use crate::{
    Error, Result, Row,
    connection::{Completion, Event, Flight},
    plan::FetchItems,
    row::{Fetched, Origin},
    wire::{Code, Command, Fetch, Response, SequenceSet, Status},
};
use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    sync::Arc,
};

/// Uids of one FETCH, where no body is read.
const WINDOW: u64 = 1_000;

/// Uids of one FETCH of whole messages.
const WINDOW_OF_BODIES: u64 = 50;

/// Messages on their way.
pub(super) struct Scan {
    task: Task,
    items: FetchItems,
    /// Where the rows come from: the same in every flight.
    origin: Option<Arc<Origin>>,
    ahead: Uids,
    under_way: Option<UnderWay>,
    ready: VecDeque<Row>,
    /// What is left to do with rows here.
    sieve: Sieve,
    /// What the connection may have read in all before this is too much.
    most_read: Option<u64>,
}

/// What is decided here of each row, in this order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sieve {
    /// It must satisfy the condition.
    pub(super) is_residual: bool,
    pub(super) to_skip: u64,
    pub(super) to_give: u64,
}

/// One flight that fetches: EXAMINE, perhaps a SEARCH whose result is fetched, FETCH.
struct UnderWay {
    flight: Flight,
    opening: Opening,
    search: Option<Found>,
    /// What the rows are taken from; none until the search has answered.
    window: Option<Window>,
    fetched: BTreeMap<u32, Fetched>,
    /// The first thing that went wrong; the rest of the flight is read all the same.
    outcome: Result<()>,
}

struct Window {
    set: SequenceSet,
    order: InOrder,
}

impl Scan {
    /// Reads messages that a search found before.
    pub(super) fn of(task: Task, items: FetchItems, origin: Arc<Origin>, uids: Uids, sieve: Sieve) -> Self {
        Scan::new(task, items, Some(origin), uids, sieve)
    }

    /// Searches and fetches what is found in one flight: `search` saves its result, which FETCH names `$`.
    /// Rows come in ascending order.
    ///
    /// # Errors
    /// What ends a connection.
    pub(super) fn at_once(task: Task, items: FetchItems, search: Command, sieve: Sieve) -> Result<Self> {
        let mut scan = Scan::new(task, items, None, Uids::none(), sieve);
        let commands = vec![scan.task.context.examine(), search, scan.items.fetch_saved()];
        scan.begin(commands, Some(Found::default()), None)?;
        Ok(scan)
    }

    fn new(task: Task, items: FetchItems, origin: Option<Arc<Origin>>, ahead: Uids, sieve: Sieve) -> Self {
        let read = task.lease.traffic().read;
        let most_read = task.context.request.max_bytes.map(|most| read.saturating_add(most));
        Scan { task, items, origin, ahead, under_way: None, ready: VecDeque::new(), sieve, most_read }
    }

    /// Gives the connection back for more, where the scan has ended.
    pub(super) fn into_task(self) -> Task {
        self.task
    }

    /// The next row.
    ///
    /// # Errors
    /// An error of one row leaves the scan usable; any other is its end.
    pub(super) fn next(&mut self) -> Option<Result<Row>> {
        while self.sieve.to_give > 0 {
            if let Some(row) = self.ready.pop_front() {
                match self.sieved(&row) {
                    Ok(false) => continue,
                    Ok(true) => return Some(Ok(row)),
                    Err(error) => return Some(Err(error)),
                }
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.sieve.to_give = 0;
                    return Some(Err(error));
                }
            }
        }
        self.finish().err().map(Err)
    }

    fn sieved(&mut self, row: &Row) -> Result<bool> {
        let Sieve { is_residual, to_skip, to_give } = &mut self.sieve;
        if *is_residual && !self.task.context.condition.matches(row)? {
            return Ok(false);
        }
        if *to_skip > 0 {
            *to_skip -= 1;
            return Ok(false);
        }
        *to_give -= 1;
        Ok(true)
    }

    /// Reads what is still under way, so that the connection stays usable.
    fn finish(&mut self) -> Result<()> {
        self.ready.clear();
        if let Some(mut under_way) = self.under_way.take() {
            while self.task.lease.next(&mut under_way.flight)?.is_some() {}
        }
        Ok(())
    }

    /// Takes one event, or begins the next window; false when there is no more.
    fn advance(&mut self) -> Result<bool> {
        let Some(under_way) = &mut self.under_way else {
            let size = if self.items.reads_bodies() { WINDOW_OF_BODIES } else { WINDOW };
            // Without a residual no more than what is asked for is read.
            let most = if self.sieve.is_residual { size } else { self.sieve.to_skip.saturating_add(self.sieve.to_give) };
            let Some((set, order)) = self.ahead.next(size.min(most)) else { return Ok(false) };
            let commands = vec![self.task.context.examine(), self.items.fetch(&set)];
            self.begin(commands, None, Some(Window { set, order }))?;
            return Ok(true);
        };
        let Task { lease, context } = &mut self.task;
        match lease.next(&mut under_way.flight)? {
            Some(event) if under_way.outcome.is_ok() => {
                let outcome = under_way.take(context, event);
                under_way.outcome = outcome;
                if under_way.outcome.is_ok() && under_way.release(&self.items, false, &mut self.ready)? {
                    under_way.flight.progress();
                }
                if self.most_read.is_some_and(|most| lease.traffic().read > most) {
                    return Err(context.too_much());
                }
            }
            Some(_) => {}
            None => self.complete()?,
        }
        Ok(true)
    }

    fn begin(&mut self, commands: Vec<Command>, search: Option<Found>, window: Option<Window>) -> Result<()> {
        let flight = self.task.lease.begin(commands)?;
        let opening = Opening::expecting(self.origin.clone());
        let fetched = BTreeMap::new();
        self.under_way = Some(UnderWay { flight, opening, search, window, fetched, outcome: Ok(()) });
        Ok(())
    }

    /// The flight is over: what has come is released.
    fn complete(&mut self) -> Result<()> {
        let Some(mut under_way) = self.under_way.take() else { return Ok(()) };
        let outcome = mem::replace(&mut under_way.outcome, Ok(()));
        under_way.opening.explained(&mut self.task, outcome)?;
        self.origin = Some(under_way.opening.origin()?);
        if let Some(found) = under_way.search.take_if(|found| found.is_not_saved) {
            self.ahead = Uids::Ascending(found.uids);
            return Ok(());
        }
        under_way.release(&self.items, true, &mut self.ready).map(drop)
    }
}

impl UnderWay {
    fn take(&mut self, context: &Context, event: Event<'_>) -> Result<()> {
        match event {
            Event::Untagged(Response::Fetch(fetch)) => self.absorb(fetch),
            Event::Untagged(response) => {
                self.opening.take(context, &response)?;
                let flight = &self.flight;
                if let Some(found) = &mut self.search {
                    found.take(&response, |tag| flight.has_tag(tag))?;
                    if found.has_come && !found.is_not_saved {
                        let set = found.uids.clone();
                        self.fetched.retain(|uid, _| set.contains(*uid));
                        self.window = Some(Window { order: InOrder::ascending(&set), set });
                    }
                }
                Ok(())
            }
            Event::Completed { index: 0, completion } => {
                self.opening.complete(context, self.flight.name(0), &completion)
            }
            Event::Completed { index, completion } => match &mut self.search {
                Some(found) if index == 1 => found.complete(context, self.flight.name(1), &completion),
                Some(found) if found.is_not_saved => Ok(()),
                _ => fetch_completed(context, self.flight.name(index), &completion),
            },
        }
    }

    /// Takes what FETCH tells of a message that was asked for; of any other it is the server's own news.
    fn absorb(&mut self, fetch: Fetch<'_>) -> Result<()> {
        let mut own = Fetched::default();
        own.absorb(fetch.clone());
        let uid = own.uid();
        if uid == 0 || self.window.as_ref().is_some_and(|window| !window.set.contains(uid)) {
            return Ok(());
        }
        match self.fetched.get_mut(&uid) {
            Some(known) => known.absorb(fetch),
            None => {
                self.fetched.insert(uid, own);
            }
        }
        Ok(())
    }

    /// Moves rows to `ready` in the order asked, as far as they have come; at the end of the flight all that came.
    fn release(&mut self, items: &FetchItems, is_over: bool, ready: &mut VecDeque<Row>) -> Result<bool> {
        let Some(window) = &mut self.window else { return Ok(false) };
        let mut is_any = false;
        while let Some(uid) = window.order.first() {
            match self.fetched.get(&uid) {
                Some(fetched) if is_over || items.is_complete(fetched) => {}
                None if is_over => {
                    // Expunged between search and fetch.
                    window.order.pass();
                    continue;
                }
                _ => break,
            }
            window.order.pass();
            if let Some(fetched) = self.fetched.remove(&uid) {
                ready.push_back(Row::new(self.opening.origin()?, fetched));
                is_any = true;
            }
        }
        Ok(is_any)
    }
}

/// Some servers say NO where a message of the set is gone, and have sent the others.
fn fetch_completed(context: &Context, command: &'static str, completion: &Completion<'_>) -> Result<()> {
    match &completion.code {
        Some(Code::Other { name, .. }) if completion.status == Status::No && name.eq_ignore_ascii_case(b"EXPUNGEISSUED") => {
            Ok(())
        }
        _ => completion.ok(command, Some(&context.mailbox)),
    }
}
