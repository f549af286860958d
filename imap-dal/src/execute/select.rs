//! Running queries: `count`, `exists`, `load`, `first`, `stream`, `uids`, `explain`. What is in a flight, and which flights
//! a plan takes, is said in `plan`.

use super::{
    Rows, Task,
    retry::retried,
    scan::{Scan, Settled, Sieve},
    search::{Answers, Opened, Opening, search},
    uids::Uids,
};
use crate::{
    Executor, Explain, Result, Row, Uid,
    connection::Event,
    evaluate::{Condition, SortKey, Sorter},
    plan::{self, Access, Analysis, FetchItems, Messages, Order, Plan, Purpose, Then},
    query::{Read, Request},
    row::{Fetched, Origin},
    wire::{Response, SequenceSet},
};
use std::{collections::BTreeMap, sync::Arc, time::Instant};

pub(crate) fn count<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<u64> {
    Ok(selected(request, Purpose::Count, on)?.count)
}

pub(crate) fn exists<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<bool> {
    Ok(selected(&first_only(request), Purpose::Exists, on)?.count > 0)
}

pub(crate) fn first<R, E: Executor + ?Sized>(request: &Request, read: &Read<R>, on: &E) -> Result<Option<R>> {
    let mut rows = rows(&first_only(request), read, true, on)?;
    let first = rows.next().transpose()?;
    // The flight is read to its end, so that its connection stays usable.
    rows.for_each(drop);
    Ok(first)
}

/// The rows: all in one flight where that `is_eager`, else what cannot be read row by row in windows.
pub(crate) fn rows<R, E: Executor + ?Sized>(
    request: &Request,
    read: &Read<R>,
    is_eager: bool,
    on: &E,
) -> Result<Rows<R>> {
    let scan = retried(request, on, |task| scan(task, is_eager))?;
    Ok(Rows::new(scan, read.clone()))
}

pub(crate) fn uids<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<Vec<Uid>> {
    let Selected { origin, uids, .. } = selected(request, Purpose::Uids, on)?;
    let Some(origin) = origin else { return Ok(Vec::new()) };
    Ok(uids.into_iter().map(|uid| Uid::read(uid, origin.validity, origin.fingerprint)).collect())
}

pub(crate) fn explain<E: Executor + ?Sized>(request: &Request, purpose: Purpose, on: &E) -> Result<Explain> {
    let task = Task::new(request, on)?;
    let plan = task.plan(purpose)?;
    Ok(Explain::new(&plan, &task.context.open(), task.messages()))
}

pub(crate) fn explain_analyze<R, E: Executor + ?Sized>(request: &Request, read: &Read<R>, on: &E) -> Result<Explain> {
    analyzed(request, Purpose::Select, on, |task| read_all(scan(task, true)?, |row| read(row).map(drop)))
}

pub(crate) fn explain_analyze_count<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<Explain> {
    analyzed(request, Purpose::Count, on, |task| match start(task, Purpose::Count, true)? {
        Started::Rows(scan) => read_all(scan, |_| Ok(())),
        Started::Chosen(Chosen { task, count, candidates, .. }) => Ok((task, count, candidates)),
    })
}

/// Reads the rows of a scan to their end: how many there were, and how many messages the search found.
fn read_all(mut scan: Scan, mut read: impl FnMut(&Row) -> Result<()>) -> Result<(Task, u64, u64)> {
    let mut rows = 0;
    while let Some(row) = scan.next() {
        read(&row?)?;
        rows += 1;
    }
    let candidates = scan.candidates();
    Ok((scan.into_task(), rows, candidates))
}

/// What `run` did, which tells rows and candidates.
fn analyzed<E: Executor + ?Sized>(
    request: &Request,
    purpose: Purpose,
    on: &E,
    run: impl FnOnce(Task) -> Result<(Task, u64, u64)>,
) -> Result<Explain> {
    let mut task = Task::new(request, on)?;
    task.lease.record();
    let (before, start) = (task.lease.traffic(), Instant::now());
    let (mut task, rows, candidates) = run(task)?;
    let after = task.lease.traffic();
    let analysis = Analysis {
        rows,
        candidates,
        bytes_in: after.read.saturating_sub(before.read),
        bytes_out: after.written.saturating_sub(before.written),
        round_trips: after.round_trips.saturating_sub(before.round_trips),
        elapsed: start.elapsed(),
    };
    let explain = Explain::new(&task.plan(purpose)?, &task.context.open(), task.messages());
    Ok(explain.with_analysis(analysis, &task.lease.recorded()))
}

fn first_only(request: &Request) -> Request {
    let limit = Some(request.limit.map_or(1, |limit| limit.min(1)));
    Request { limit, ..request.clone() }
}

/// The uids and the number of what a query selects.
#[derive(Default)]
pub(super) struct Selected {
    /// None where nothing was asked of the server.
    pub(super) origin: Option<Arc<Origin>>,
    /// In the order asked; empty where only their number was.
    pub(super) uids: Vec<u32>,
    pub(super) count: u64,
}

pub(super) fn selected<E: Executor + ?Sized>(request: &Request, purpose: Purpose, on: &E) -> Result<Selected> {
    let mut chosen = match retried(request, on, |task| start(task, purpose, true))? {
        Started::Rows(rows) => rows,
        Started::Chosen(Chosen { origin, uids, count, .. }) => {
            let uids = if purpose == Purpose::Uids { uids.into_vec() } else { Vec::new() };
            return Ok(Selected { origin, uids, count });
        }
    };
    let mut selected = Selected::default();
    while let Some(row) = chosen.next() {
        let uid = row?.uid().get();
        selected.count += 1;
        if purpose == Purpose::Uids {
            selected.uids.push(uid);
        }
    }
    selected.origin = chosen.origin();
    Ok(selected)
}

/// The messages that a mutation is to change, decided here; each satisfies the condition, whatever the server does. Where
/// anything was asked of the server, the mailbox is left open for `access`.
///
/// # Errors
/// As a query's; `InvalidInput` for a change of every message that was not meant.
pub(super) fn targets<E: Executor + ?Sized>(request: &Request, access: Access, on: &E) -> Result<Chosen> {
    let to_change = |mut task: Task| {
        task.context.access = access;
        start(task, Purpose::Targets, true)
    };
    let mut rows = match retried(request, on, to_change)? {
        Started::Rows(rows) => rows,
        Started::Chosen(chosen) => return Ok(chosen),
    };
    let uids: SequenceSet = uids_of(&mut rows)?.into_iter().collect();
    let (origin, opened, count, candidates) = (rows.origin(), rows.opened(), uids.len(), rows.candidates());
    let (uids, items) = (Uids::Ascending(uids), FetchItems::default());
    Ok(Chosen { task: rows.into_task(), origin, uids, count, candidates, opened, items })
}

/// The rows of a query.
pub(super) fn scan(task: Task, is_eager: bool) -> Result<Scan> {
    match start(task, Purpose::Select, is_eager)? {
        Started::Rows(rows) => Ok(rows),
        Started::Chosen(Chosen { task, origin: None, .. }) => Ok(Scan::nothing(task)),
        Started::Chosen(Chosen { task, origin: Some(origin), uids, items, .. }) => {
            let mut task = task;
            affordable(&mut task, &origin, &uids, &items)?;
            Ok(Scan::of(task, items, origin, uids, Sieve::OPEN))
        }
    }
}

/// How far a query has come.
#[allow(clippy::large_enum_variant)] // Made once for a query, and taken apart at once.
pub(super) enum Started {
    /// Rows come, and are what is asked.
    Rows(Scan),
    /// It is known which they are.
    Chosen(Chosen),
}

/// The messages of a query, in its order, inside its window.
pub(super) struct Chosen {
    pub(super) task: Task,
    /// None where nothing was asked of the server.
    pub(super) origin: Option<Arc<Origin>>,
    pub(super) uids: Uids,
    /// How many; `uids` are missing where only this was asked for.
    pub(super) count: u64,
    /// How many messages the search found.
    pub(super) candidates: u64,
    /// What opening the mailbox first told.
    pub(super) opened: Opened,
    /// What their rows need.
    pub(super) items: FetchItems,
}

/// Takes the flights of a query up to its rows, or up to knowing which they are.
pub(super) fn start(mut task: Task, purpose: Purpose, is_eager: bool) -> Result<Started> {
    loop {
        let plan = task.plan(purpose)?;
        if let Some(residual) = &plan.residual {
            task.context.condition = Condition::prepare(residual)?;
        }
        let is_bounded = task.context.request.max_bytes.is_some() && plan.messages();
        let Some(route) = plan.route(is_eager && !is_bounded) else {
            let (uids, items) = (Uids::none(), FetchItems::default());
            return Ok(Started::Chosen(Chosen {
                task,
                origin: None,
                uids,
                count: 0,
                candidates: 0,
                opened: Opened::default(),
                items,
            }));
        };
        let sieve = sieve(&plan);
        let decides_first = matches!(route.then, Then::Decide(..));
        let begun = match &route.then {
            Then::AtOnce(items) => {
                let items = items.clone();
                Scan::at_once(task, route, plan.order.clone(), items, sieve)
            }
            Then::Asked(uids, items) => Scan::asked(task, uids.clone(), items.clone(), sieve),
            Then::Decide(decide, _) if route.rest.is_some() => {
                let (decide, window) = (decide.clone(), plan.offset.saturating_add(plan.limit.unwrap_or(u64::MAX)));
                let sieve = Sieve { is_residual: true, to_skip: 0, to_give: window };
                Scan::at_once(task, route, plan.order.clone(), decide, sieve)
            }
            Then::Nothing | Then::Windows(_) | Then::Decide(..) => match search(&mut task, &route, None) {
                Ok(answers) => return after_search(task, &plan, route.then, answers),
                Err(error) if task.learns_from(&error) => continue,
                Err(error) => return Err(error),
            },
        };
        let mut rows = begun?;
        match rows.settle() {
            Ok(Settled::Answered) if decides_first => return chosen(rows, &plan).map(Started::Chosen),
            Ok(Settled::Answered) => return in_order(rows, &plan).map(Started::Rows),
            Ok(Settled::NotSaved) => {
                task = rows.into_task();
                task.gives_up_saving(&plan.order);
            }
            Err(error) => {
                task = rows.into_task();
                if !task.learns_from(&error) {
                    return Err(error);
                }
            }
        }
    }
}

/// The messages that rows told, in their order, inside the window.
fn chosen(mut rows: Scan, plan: &Plan) -> Result<Chosen> {
    let uids = uids_of(&mut rows)?;
    let (origin, opened, candidates) = (rows.origin(), rows.opened(), rows.candidates());
    let uids = Uids::of(&plan.order, uids.iter().copied().collect(), uids);
    let uids = uids.window(plan.offset, plan.limit.unwrap_or(u64::MAX));
    let (count, items) = (uids.len(), plan.projection.clone());
    Ok(Chosen { task: rows.into_task(), origin, uids, count, candidates, opened, items })
}

/// What follows a search that had a flight of its own.
pub(super) fn after_search(
    mut task: Task,
    plan: &Plan,
    then: Then,
    (opening, answers): (Opening, Answers),
) -> Result<Started> {
    let origin = opening.origin()?;
    let (found, certain) = answers.told_apart();
    let (offset, limit) = (plan.offset, plan.limit.unwrap_or(u64::MAX));
    let candidates = found.count();
    let chosen = |task, uids: Uids, count| Chosen {
        task,
        origin: Some(origin.clone()),
        uids,
        count,
        candidates,
        opened: opening.opened.clone(),
        items: plan.projection.clone(),
    };
    match then {
        Then::Nothing => {
            let count = found.count().saturating_sub(offset).min(limit);
            Ok(Started::Chosen(chosen(
                task,
                Uids::of(&plan.order, found.uids, found.sorted).window(offset, limit),
                count,
            )))
        }
        Then::AtOnce(items) | Then::Asked(_, items) | Then::Windows(items) => {
            let mut uids = Uids::of(&plan.order, found.uids, found.sorted);
            if plan.residual.is_none() && plan.order != Order::Here {
                uids = uids.window(offset, limit);
                affordable(&mut task, &origin, &uids, &items)?;
                return Ok(Started::Rows(Scan::of(task, items, origin, uids, Sieve::OPEN)));
            }
            affordable(&mut task, &origin, &uids, &items)?;
            in_order(Scan::of(task, items, origin, uids, sieve(plan)), plan).map(Started::Rows)
        }
        Then::Decide(decide, _) => {
            let in_turn = plan.lower.is_none() && plan.order != Order::Here;
            let open = match in_turn {
                true => Uids::of(&plan.order, found.uids.clone(), found.sorted.clone()),
                false => Uids::Ascending(found.uids.difference(&certain)),
            };
            affordable(&mut task, &origin, &open, &decide)?;
            let to_give = match (plan.purpose, plan.limit) {
                // Which they are does not matter: those that are certain count first.
                (Purpose::Count | Purpose::Exists, Some(limit)) => {
                    offset.saturating_add(limit).saturating_sub(certain.len())
                }
                (_, Some(limit)) if in_turn => offset.saturating_add(limit),
                _ => u64::MAX,
            };
            let sieve = Sieve { is_residual: plan.residual.is_some(), to_skip: 0, to_give };
            let mut rows = Scan::of(task, decide, origin.clone(), open, sieve);
            let uids = match plan.order {
                Order::Here => Uids::Listed(best(&mut rows, plan, |row| row.uid().get())?.into()),
                _ => {
                    let uids = certain.union(&uids_of(&mut rows)?.into_iter().collect());
                    let sorted = found.sorted.iter().copied().filter(|uid| uids.contains(*uid)).collect();
                    Uids::of(&plan.order, uids, sorted).window(offset, limit)
                }
            };
            let count = uids.len();
            Ok(Started::Chosen(chosen(rows.into_task(), uids, count)))
        }
    }
}

/// The uids of the rows, in the order they come.
fn uids_of(rows: &mut Scan) -> Result<Vec<u32>> {
    let mut uids = Vec::new();
    while let Some(row) = rows.next() {
        uids.push(row?.uid().get());
    }
    Ok(uids)
}

/// What is left to do with each row; where rows are ordered here, the window follows that.
fn sieve(plan: &Plan) -> Sieve {
    let is_residual = plan.residual.is_some();
    match plan.order {
        Order::Here => Sieve { is_residual, ..Sieve::OPEN },
        _ => Sieve { is_residual, to_skip: plan.offset, to_give: plan.limit.unwrap_or(u64::MAX) },
    }
}

/// The rows in the plan's order: as they come, or all of them sorted here.
fn in_order(mut rows: Scan, plan: &Plan) -> Result<Scan> {
    if plan.order != Order::Here {
        return Ok(rows);
    }
    let sorted = best(&mut rows, plan, Row::clone)?;
    Ok(rows.reordered(sorted))
}

/// What `keep` keeps of the rows inside the window, in the order of the sorter. No more than the window's end is held.
fn best<T>(rows: &mut Scan, plan: &Plan, keep: impl Fn(&Row) -> T) -> Result<Vec<T>> {
    let sorter = Sorter::new(&rows.request().order)?;
    let end = plan.limit.map(|limit| plan.offset.saturating_add(limit));
    let mut best: BTreeMap<SortKey, T> = BTreeMap::new();
    while let Some(row) = rows.next() {
        let row = row?;
        best.insert(sorter.key(&row)?, keep(&row));
        if end.is_some_and(|end| best.len() as u64 > end) {
            best.pop_last();
        }
    }
    let offset = usize::try_from(plan.offset).unwrap_or(usize::MAX);
    Ok(best.into_values().skip(offset).collect())
}

/// Refuses to read messages that are larger in sum than `max_bytes`: their sizes are asked for first.
///
/// # Errors
/// `Limit`; what a connection can bring.
fn affordable(task: &mut Task, origin: &Arc<Origin>, uids: &Uids, items: &FetchItems) -> Result<()> {
    let Some(most) = task.context.request.max_bytes.filter(|_| items.messages()) else { return Ok(()) };
    let mut sum: u64 = 0;
    let mut sizes = FetchItems::default();
    sizes.add_size();
    let mut commands = vec![task.context.open()];
    commands.extend(plan::fetch(Messages::Uids(&uids.to_set()), &sizes));
    let mut opening = Opening::expecting(Some(origin));
    task.drive(commands, |context, flight, event| match event {
        Event::Untagged(Response::Fetch(fetch)) => {
            let mut fetched = Fetched::default();
            fetched.absorb(fetch);
            sum = sum.saturating_add(fetched.size().unwrap_or_default());
            Ok(())
        }
        Event::Untagged(response) => opening.take(context, &response),
        Event::Completed { index, completion } => completion.ok(flight.name(index), Some(&context.mailbox)),
    })?;
    if sum > most { Err(task.context.too_much()) } else { Ok(()) }
}
