//! Reading the messages of a query: windows of uids are fetched one after the other, some ahead of what is read, and come
//! out as rows, in the order asked, after the residual condition, `offset` and `limit`.

mod ahead;

use super::{
    Task,
    progress::{Progress, Report},
    search::{Found, Opened, Opening, search},
    uids::Uids,
    under_way::{UnderWay, Window, last_stage},
};
use crate::{
    Error, Result, Row,
    connection::{Event, PAUSES},
    display::escaped,
    plan::{self, FetchItems, Messages, Order, Rest, Route},
    query::Request,
    row::Origin,
    wire::{Command, SequenceSet},
};
use ahead::first_window;
use std::{collections::VecDeque, mem, ptr, sync::Arc, time::Duration};

/// Uids of the first FETCH where rows are decided here and only some are wanted; each further one is twice as large.
const FIRST_WINDOW: u64 = 250;

/// The same where bodies are read.
const FIRST_WINDOW_OF_BODIES: u64 = 32;

/// Messages on their way.
pub(super) struct Scan {
    task: Task,
    items: FetchItems,
    /// Where the rows come from: the same in every flight.
    origin: Option<Arc<Origin>>,
    ahead: Uids,
    /// What is behind `ahead`.
    behind: Option<Behind>,
    under_way: Option<UnderWay>,
    ready: VecDeque<Row>,
    /// What is left to do with rows here.
    sieve: Sieve,
    /// Rows are decided here and only some are wanted.
    is_picky: bool,
    /// What the connection may have read in all before this is too much.
    most_read: Option<u64>,
    /// How many uids the next window has.
    window_size: u64,
    candidates: u64,
    /// How many of them were read and decided.
    decided: u64,
    /// How many of those satisfy the condition.
    satisfied: u64,
    report: Option<Report>,
    /// What opening the mailbox first told.
    opened: Option<Opened>,
    is_not_saved: bool,
    /// There was no search: which messages there are shows when they have come.
    is_asked: bool,
    /// What the connection had read when a row last came out: what came since is held.
    read_at_row: u64,
    /// What tells the thread that used it last from others: an address in its storage.
    used_at: usize,
    /// A lost connection was replaced once.
    is_recovered: bool,
    /// How long to wait each time the server asks for patience.
    pauses: std::array::IntoIter<Duration, { PAUSES.len() }>,
}

/// Messages that may have to be searched for: those that are looked at first may be enough.
struct Behind {
    rest: Rest,
    order: Order,
    /// Those that are looked at first, once the search for them has answered.
    seen: SequenceSet,
}

/// What is decided here of each row, in this order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sieve {
    /// It must satisfy the condition.
    pub(super) is_residual: bool,
    pub(super) to_skip: u64,
    pub(super) to_give: u64,
}

/// What a search in one flight with its FETCH came to.
pub(super) enum Settled {
    /// It was answered, and rows follow.
    Answered,
    /// The server did not save what it found.
    NotSaved,
}

impl Sieve {
    /// Everything that is fetched comes out.
    pub(super) const OPEN: Sieve = Sieve { is_residual: false, to_skip: 0, to_give: u64::MAX };
}

impl Scan {
    /// Reads messages that a search found before.
    pub(super) fn of(task: Task, items: FetchItems, origin: Arc<Origin>, uids: Uids, sieve: Sieve) -> Self {
        Scan::new(task, items, Some(origin), uids, sieve)
    }

    /// No messages.
    pub(super) fn nothing(task: Task) -> Self {
        Scan::new(task, FetchItems::default(), None, Uids::none(), Sieve::OPEN)
    }

    /// Its messages, which were read, in this order instead.
    pub(super) fn reordered(self, rows: impl IntoIterator<Item = Row>) -> Self {
        let Scan { task, origin, candidates, decided, opened, .. } = self;
        let scan = Scan::new(task, FetchItems::default(), origin, Uids::none(), Sieve::OPEN);
        Scan { ready: rows.into_iter().collect(), candidates, decided, opened, ..scan }
    }

    /// Searches and fetches what is found in one flight: the search saves its result, which FETCH names `$`.
    ///
    /// # Errors
    /// What ends a connection.
    pub(super) fn at_once(task: Task, route: Route, order: Order, items: FetchItems, sieve: Sieve) -> Result<Self> {
        let mut scan = Scan::new(task, items, None, Uids::none(), sieve);
        let mut commands = vec![scan.task.context.open()];
        commands.extend_from_slice(&route.searches);
        commands.extend(plan::fetch(Messages::Saved, &scan.items));
        let behind = |rest| Behind { rest, order: order.clone(), seen: SequenceSet::default() };
        scan.behind = route.rest.map(behind);
        scan.begin(commands, Some((Found::of(&route.searches), order)), VecDeque::new())?;
        Ok(scan)
    }

    /// Fetches without a search, where all in a set of uids are wanted, whichever of them there are.
    ///
    /// # Errors
    /// What ends a connection.
    pub(super) fn asked(task: Task, uids: SequenceSet, items: FetchItems, sieve: Sieve) -> Result<Self> {
        let mut scan = Scan::new(task, items, None, Uids::Asked(uids), sieve);
        scan.advance()?;
        Ok(scan)
    }

    fn new(task: Task, items: FetchItems, origin: Option<Arc<Origin>>, ahead: Uids, sieve: Sieve) -> Self {
        let read = task.lease.traffic().read;
        let most_read = task.context.request.max_bytes.map(|most| read.saturating_add(most));
        let is_picky = sieve.is_residual && sieve.to_give < u64::MAX;
        let window_size = match is_picky {
            true if items.bodies() => FIRST_WINDOW_OF_BODIES,
            true => FIRST_WINDOW,
            false => first_window(&items),
        };
        Scan {
            task,
            items,
            origin,
            candidates: ahead.len(),
            is_asked: matches!(ahead, Uids::Asked(_)),
            ahead,
            behind: None,
            under_way: None,
            ready: VecDeque::new(),
            sieve,
            is_picky,
            most_read,
            window_size,
            decided: 0,
            satisfied: 0,
            report: None,
            opened: None,
            is_not_saved: false,
            read_at_row: read,
            used_at: 0,
            is_recovered: false,
            pauses: PAUSES.into_iter(),
        }
    }

    /// Waits for the answer to the search of [`at_once`](Self::at_once), or until the mailbox is open.
    ///
    /// # Errors
    /// The refusal of opening or searching, after which the connection is usable; what ends a connection.
    pub(super) fn settle(&mut self) -> Result<Settled> {
        loop {
            match &self.under_way {
                Some(under_way) if !under_way.windows.is_empty() && under_way.opening.is_open => {
                    return Ok(Settled::Answered);
                }
                None => return Ok(if self.is_not_saved { Settled::NotSaved } else { Settled::Answered }),
                Some(_) => _ = self.advance()?,
            }
        }
    }

    /// Gives the connection back for more, where the scan has ended.
    pub(super) fn into_task(self) -> Task {
        self.task
    }

    pub(super) fn request(&self) -> &Request {
        &self.task.context.request
    }

    /// How many messages the search found.
    pub(super) fn candidates(&self) -> u64 {
        self.candidates
    }

    /// Where the rows come from; none before the first flight has told.
    pub(super) fn origin(&self) -> Option<Arc<Origin>> {
        self.origin.clone()
    }

    /// Tells `to` how far it is, with every message that was decided.
    pub(super) fn on_progress(&mut self, to: Box<dyn FnMut(Progress) + Send>) {
        self.report = Some(Report { to, rows: 0 });
    }

    /// What opening the mailbox first told; nothing before.
    pub(super) fn opened(&mut self) -> Opened {
        self.opened.take().unwrap_or_default()
    }

    /// The next row.
    ///
    /// # Errors
    /// An error of one row leaves the scan usable; any other is its end.
    pub(super) fn next(&mut self) -> Option<Result<Row>> {
        while self.sieve.to_give > 0 {
            if let Some(row) = self.ready.pop_front() {
                let sieved = self.sieved(&row);
                self.reports(matches!(sieved, Ok(true)));
                match sieved {
                    Ok(false) => continue,
                    Ok(true) => return Some(Ok(row)),
                    Err(error) => return Some(Err(error)),
                }
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    if let Err(error) = self.recovered(error) {
                        // A flight that is given up half-way closes its connection.
                        self.under_way = None;
                        self.sieve.to_give = 0;
                        return Some(Err(error));
                    }
                }
            }
        }
        self.finish().err().map(Err)
    }

    /// Goes on over a new connection with the uids that are not delivered, once; the mailbox must still be the same.
    ///
    /// # Errors
    /// `error`, where it is none of a lost connection or it is not known yet what there is to deliver, or where
    /// there is no new connection.
    fn recovered(&mut self, error: Error) -> Result<()> {
        let is_searching = self.under_way.as_ref().is_some_and(UnderWay::awaits_search);
        if !error.is_lost_connection() || self.is_recovered || is_searching || self.origin.is_none() {
            return Err(error);
        }
        self.is_recovered = true;
        self.give_up_flight();
        let (read, octets) = (self.task.lease.traffic().read, self.octets());
        let left = self.most_read.map(|most| most.saturating_sub(read));
        if self.task.lease.renew().is_err() {
            return Err(error);
        }
        let read = self.task.lease.traffic().read;
        self.task.context.read_before = read.wrapping_sub(octets);
        self.most_read = left.map(|left| read.saturating_add(left));
        self.read_at_row = read;
        // Also where nothing is left: a server may hang up because the rows it just sent are another mailbox's.
        let mut opening = Opening::expecting(self.origin.as_deref());
        let open = vec![self.task.context.open()];
        self.task.drive(open, |context, flight, event| match event {
            Event::Untagged(response) => opening.take(context, &response),
            Event::Completed { index, completion } => opening.complete(context, flight.name(index), &completion),
        })
    }

    /// What was under way is to be fetched again, as far as its rows have not come out.
    fn give_up_flight(&mut self) {
        let Some(under_way) = self.under_way.take() else { return };
        if let Some((found, _)) = &under_way.search {
            self.has_seen(found);
        }
        under_way.windows.into_iter().rev().for_each(|window| self.ahead.put_back(window.order));
    }

    /// What was found first.
    fn has_seen(&mut self, found: &Found) {
        let looked_at = |behind: &Behind| behind.rest.looked_at <= found.uids.len();
        self.behind = self.behind.take().filter(looked_at).map(|behind| Behind { seen: found.uids.clone(), ..behind });
    }

    /// Searches for the messages behind those that were not enough.
    ///
    /// # Errors
    /// `UidValidityChanged`; the refusal of the search; what ends a connection.
    fn search_behind(&mut self) -> Result<()> {
        let Some(Behind { rest, order, seen }) = &self.behind else { return Ok(()) };
        let (opening, answers) = search(&mut self.task, &Route::of(rest.searches.clone()), self.origin.as_deref())?;
        let (found, _) = answers.told_apart();
        self.ahead = Uids::of(order, found.uids, found.sorted).behind(seen);
        self.candidates = seen.len().saturating_add(self.ahead.len());
        self.window_size = self.largest_window();
        self.behind = None;
        opening.origin().map(drop)
    }

    fn reports(&mut self, is_row: bool) {
        self.decided += 1;
        if self.is_asked {
            self.candidates = self.candidates.max(self.decided);
        } else {
            // Those read before the order was decided are counted.
            self.decided = self.decided.min(self.candidates);
        }
        let octets = self.octets();
        let Some(report) = &mut self.report else { return };
        report.rows += u64::from(is_row);
        (report.to)(Progress { rows: report.rows, messages: self.decided, of: self.candidates, octets });
    }

    /// Octets that were read since the query began.
    fn octets(&self) -> u64 {
        self.task.lease.traffic().read.wrapping_sub(self.task.context.read_before)
    }

    fn sieved(&mut self, row: &Row) -> Result<bool> {
        let Sieve { is_residual, to_skip, to_give } = &mut self.sieve;
        if *is_residual && !self.task.context.condition.matches(row)? {
            return Ok(false);
        }
        self.satisfied += 1;
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
        let Some(mut under_way) = self.under_way.take() else { return Ok(()) };
        loop {
            match self.task.lease.next(&mut under_way.flight) {
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(error) => return self.recovered(error),
            }
        }
    }

    /// Tells the pool, once for each thread that goes on with it.
    fn is_used_here(&mut self) {
        thread_local!(static HERE: u8 = const { 0 });
        let here = HERE.with(|here| ptr::from_ref(here).addr());
        if mem::replace(&mut self.used_at, here) != here {
            self.task.lease.is_used_here();
        }
    }

    /// Takes one event, or begins the next window; false when there is no more.
    fn advance(&mut self) -> Result<bool> {
        self.is_used_here();
        let Some(under_way) = &mut self.under_way else {
            if self.ahead.is_empty() {
                self.search_behind()?;
            }
            let Some((window, fetches)) = self.next_window(1) else { return Ok(false) };
            let commands = [self.task.context.open()].into_iter().chain(fetches).collect();
            self.begin(commands, None, [window].into())?;
            self.fetch_ahead()?;
            return Ok(true);
        };
        let Task { lease, context } = &mut self.task;
        match lease.next(&mut under_way.flight)? {
            Some(event) if under_way.outcome.is_ok() => {
                under_way.outcome = under_way.take(context, event);
                if let Err(Error::Limit { .. }) = under_way.outcome {
                    // The rest may be without end, too.
                    return mem::replace(&mut under_way.outcome, Ok(())).map(|()| true);
                }
                if let Some((found, _)) = &under_way.search {
                    self.candidates = found.count();
                } else if let (true, Some(messages)) =
                    (self.is_asked && under_way.opening.is_open, under_way.opening.messages)
                {
                    self.candidates = self.candidates.min(messages.into());
                }
                if self.origin.is_none() {
                    self.origin = under_way.opening.origin().ok();
                }
                if self.opened.is_none() && under_way.opening.is_open {
                    self.opened = Some(mem::take(&mut under_way.opening.opened));
                }
                if self.most_read.is_some_and(|most| lease.traffic().read > most) {
                    return Err(context.too_much());
                }
            }
            Some(_) => {}
            None => {
                if !self.fetch_parts(true)? {
                    self.complete()?;
                }
                return Ok(true);
            }
        }
        self.fetch_parts(false)?;
        let Task { lease, context } = &mut self.task;
        if let Some(under_way) = &mut self.under_way
            && under_way.outcome.is_ok()
        {
            if under_way.release(&self.items, &mut self.ready)? {
                under_way.flight.progress();
                self.read_at_row = lease.traffic().read;
            }
            let held = lease.traffic().read.saturating_sub(self.read_at_row);
            if held > lease.limits().waiting as u64 {
                return Err(Error::limit(format!(
                    "{held} octets came from mailbox \"{}\" without the row that is next; ask for fewer rows, or in the \
                     server's order, or raise `Limits::waiting`",
                    escaped(&context.mailbox)
                )));
            }
        }
        self.fetch_ahead()?;
        Ok(true)
    }

    fn begin(
        &mut self,
        commands: Vec<Command>,
        search: Option<(Found, Order)>,
        windows: VecDeque<Window>,
    ) -> Result<()> {
        let flight = self.task.lease.begin(commands).inspect_err(|_| {
            windows.iter().rev().for_each(|window| self.ahead.put_back(window.order.clone()));
        })?;
        self.read_at_row = self.task.lease.traffic().read;
        let opening = Opening::expecting(self.origin.as_deref());
        self.under_way = Some(UnderWay::new(flight, opening, search, windows));
        Ok(())
    }

    /// The flight is over: what has come is released.
    fn complete(&mut self) -> Result<()> {
        let Some(mut under_way) = self.under_way.take() else { return Ok(()) };
        let outcome = mem::replace(&mut under_way.outcome, Ok(()));
        if let (Err(error), Some(_)) = (&outcome, &self.origin)
            && error.is_throttling()
            && !under_way.awaits_search()
            && let Some(pause) = self.pauses.next()
            && self.task.lease.pause(pause)?
        {
            self.under_way = Some(under_way);
            self.give_up_flight();
            return Ok(());
        }
        under_way.opening.explained(&mut self.task, outcome)?;
        under_way.opening.remember(&mut self.task);
        self.origin = Some(under_way.opening.origin()?);
        if let Some((found, order)) = under_way.search.take() {
            self.has_seen(&found);
            // A server that ignores SAVE in SORT leaves `$` empty.
            let is_ignored = found.is_sort && under_way.is_without_rows && !found.uids.is_empty();
            if found.is_not_saved || is_ignored {
                self.task.lease.refusals.saved_sort |= is_ignored;
                self.is_not_saved = !found.has_come;
                self.ahead = Uids::of(&order, found.uids, found.sorted);
                return Ok(());
            }
        }
        // A FETCH that was completed before the answer to its search came is over, too.
        for window in &mut under_way.windows {
            window.open = 0;
            window.stage = last_stage(&self.items);
        }
        under_way.release(&self.items, &mut self.ready)?;
        if self.is_asked {
            self.candidates = self.decided + self.ready.len() as u64;
        }
        Ok(())
    }
}
