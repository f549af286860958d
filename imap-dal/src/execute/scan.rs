//! Reading the messages of a query: windows of uids are fetched one after the other and come out as rows, in the order
//! asked, after the residual condition, `offset` and `limit`. It holds one window at most.

use super::{
    Context, Task,
    search::{Found, Opening},
    uids::{InOrder, Uids},
};
use crate::{
    Error, Result, Row,
    connection::{Completion, Event, Flight},
    plan::{self, FetchItems, Messages, Order},
    query::Request,
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
    candidates: u64,
    /// HIGHESTMODSEQ when the mailbox was first opened.
    mod_seq: Option<u64>,
    is_not_saved: bool,
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
    /// The search whose result is fetched, and the order its rows come out in.
    search: Option<(Found, Order)>,
    /// What the rows are taken from; none until the search has answered.
    window: Option<Window>,
    fetched: BTreeMap<u32, Fetched>,
    is_without_rows: bool,
    /// The first thing that went wrong; the rest of the flight is read all the same.
    outcome: Result<()>,
}

struct Window {
    set: SequenceSet,
    order: InOrder,
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

    /// Messages that were read before, in this order.
    pub(super) fn ready(task: Task, origin: Option<Arc<Origin>>, rows: impl IntoIterator<Item = Row>) -> Self {
        let mut scan = Scan::new(task, FetchItems::default(), origin, Uids::none(), Sieve::OPEN);
        scan.ready.extend(rows);
        scan
    }

    /// Searches and fetches what is found in one flight: the search saves its result, which FETCH names `$`.
    ///
    /// # Errors
    /// What ends a connection.
    pub(super) fn at_once(
        task: Task,
        searches: &[Command],
        order: Order,
        items: FetchItems,
        sieve: Sieve,
    ) -> Result<Self> {
        let mut scan = Scan::new(task, items, None, Uids::none(), sieve);
        let mut commands = vec![scan.task.context.examine()];
        commands.extend_from_slice(searches);
        commands.extend(plan::fetch(Messages::Saved, &scan.items));
        scan.begin(commands, Some((Found::of(searches), order)), None)?;
        Ok(scan)
    }

    fn new(task: Task, items: FetchItems, origin: Option<Arc<Origin>>, ahead: Uids, sieve: Sieve) -> Self {
        let read = task.lease.traffic().read;
        let most_read = task.context.request.max_bytes.map(|most| read.saturating_add(most));
        let (under_way, ready, candidates) = (None, VecDeque::new(), ahead.len());
        Scan {
            task,
            items,
            origin,
            ahead,
            under_way,
            ready,
            sieve,
            most_read,
            candidates,
            mod_seq: None,
            is_not_saved: false,
        }
    }

    /// Waits for the answer to the search of [`at_once`](Self::at_once).
    ///
    /// # Errors
    /// The refusal of opening or searching, after which the connection is usable; what ends a connection.
    pub(super) fn settle(&mut self) -> Result<Settled> {
        loop {
            match &self.under_way {
                Some(UnderWay { window: Some(_), .. }) => return Ok(Settled::Answered),
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

    /// HIGHESTMODSEQ when the mailbox was first opened.
    pub(super) fn mod_seq(&self) -> Option<u64> {
        self.mod_seq
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
            let size = if self.items.bodies() { WINDOW_OF_BODIES } else { WINDOW };
            // Without a residual no more than what is asked for is read.
            let asked = self.sieve.to_skip.saturating_add(self.sieve.to_give);
            let most = if self.sieve.is_residual { size } else { size.min(asked) };
            let Some((set, order)) = self.ahead.next(most) else { return Ok(false) };
            let mut commands = vec![self.task.context.examine()];
            commands.extend(plan::fetch(Messages::Uids(&set), &self.items));
            self.begin(commands, None, Some(Window { set, order }))?;
            return Ok(true);
        };
        let Task { lease, context } = &mut self.task;
        match lease.next(&mut under_way.flight)? {
            Some(event) if under_way.outcome.is_ok() => {
                under_way.outcome = under_way.take(context, event);
                if let Some((found, _)) = &under_way.search {
                    self.candidates = found.count();
                }
                if self.origin.is_none() {
                    self.origin = under_way.opening.origin().ok();
                    self.mod_seq = under_way.opening.mod_seq;
                }
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

    fn begin(&mut self, commands: Vec<Command>, search: Option<(Found, Order)>, window: Option<Window>) -> Result<()> {
        let flight = self.task.lease.begin(commands)?;
        let opening = Opening::expecting(self.origin.as_deref());
        let fetched = BTreeMap::new();
        self.under_way =
            Some(UnderWay { flight, opening, search, window, fetched, is_without_rows: true, outcome: Ok(()) });
        Ok(())
    }

    /// The flight is over: what has come is released.
    fn complete(&mut self) -> Result<()> {
        let Some(mut under_way) = self.under_way.take() else { return Ok(()) };
        let outcome = mem::replace(&mut under_way.outcome, Ok(()));
        under_way.opening.explained(&mut self.task, outcome)?;
        self.origin = Some(under_way.opening.origin()?);
        if let Some((found, order)) = under_way.search.take() {
            // A server that ignores SAVE in SORT leaves `$` empty.
            let is_ignored = found.is_sort && under_way.is_without_rows && !found.uids.is_empty();
            if found.is_not_saved || is_ignored {
                self.task.lease.refusals.saved_sort |= is_ignored;
                self.is_not_saved = !found.has_come;
                self.ahead = Uids::of(&order, found.uids, found.sorted);
                return Ok(());
            }
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
                let is_ours = match &response {
                    Response::Esearch(answer) => {
                        answer.tag.as_ref().is_none_or(|tag| self.flight.index_of(tag) == Some(1))
                    }
                    _ => true,
                };
                if let Some((found, order)) = &mut self.search
                    && is_ours
                {
                    found.take(&response)?;
                    if found.has_come && self.window.is_none() {
                        let (set, order) = Uids::of(order, found.uids.clone(), found.sorted.clone()).into_window();
                        self.fetched.retain(|uid, _| set.contains(*uid));
                        self.window = Some(Window { set, order });
                    }
                }
                Ok(())
            }
            Event::Completed { index: 0, completion } => {
                self.opening.complete(context, self.flight.name(0), &completion)
            }
            Event::Completed { index, completion } => match &mut self.search {
                Some((found, _)) if index == 1 => found.complete(context, self.flight.name(1), &completion),
                Some((found, _)) if found.is_not_saved => Ok(()),
                _ => fetch_completed(context, self.flight.name(index), &completion),
            },
        }
    }

    /// Takes what FETCH tells of a message that was asked for; of any other it is the server's own news.
    fn absorb(&mut self, fetch: Fetch<'_>) -> Result<()> {
        let mut own = Fetched::default();
        own.absorb(fetch.clone());
        let uid = own.uid();
        self.is_without_rows &= uid == 0;
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
                Some(fetched) if is_over || is_complete(fetched, items) => {}
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

/// Whether all that was asked for has come: FLAGS alone are news of a change, not the row.
fn is_complete(fetched: &Fetched, items: &FetchItems) -> bool {
    items.words().all(|word| fetched.has(word)) && (!items.reads_fields() || fetched.has_fields())
}

/// Some servers say NO where a message of the set is gone, and have sent the others.
fn fetch_completed(context: &Context, command: &'static str, completion: &Completion<'_>) -> Result<()> {
    match &completion.code {
        Some(Code::Other { name, .. })
            if completion.status == Status::No && name.eq_ignore_ascii_case(b"EXPUNGEISSUED") =>
        {
            Ok(())
        }
        _ => completion.ok(command, Some(&context.mailbox)),
    }
}
