//! One flight under way that fetches rows: which windows it brings, and which of their messages have come.

use super::{
    Context,
    batches::{Batch, batches},
    search::{Found, Opening},
    uids::{InOrder, Uids},
};
use crate::{
    Error, Result, Row,
    connection::{Completion, Event, Flight},
    plan::{FetchItems, Order},
    row::{Fetched, Lack, Pieces},
    wire::{Code, Fetch, Response, SequenceSet, Status},
};
use std::{
    collections::{BTreeMap, VecDeque},
    ops::Range,
};

/// One flight that fetches: EXAMINE, perhaps a SEARCH whose result is fetched, FETCH.
pub(super) struct UnderWay {
    pub(super) flight: Flight,
    pub(super) opening: Opening,
    /// The search whose result is fetched, and the order its rows come out in.
    pub(super) search: Option<(Found, Order)>,
    /// What the rows are taken from, in the order they come out; none until the search has answered.
    pub(super) windows: VecDeque<Window>,
    pub(super) fetched: BTreeMap<u32, Box<Fetched>>,
    pub(super) is_without_rows: bool,
    /// Where it is not known which messages there are: the sequence number of the one behind the last that came out. None
    /// where that is lost, as messages went.
    next_seq: Option<u32>,
    /// How many rows came out.
    given: u64,
    /// The server told that messages are gone.
    is_any_gone: bool,
    /// The first thing that went wrong; the rest of the flight is read all the same.
    pub(super) outcome: Result<()>,
}

pub(super) struct Window {
    pub(super) set: SequenceSet,
    pub(super) order: InOrder,
    pub(super) stage: Stage,
    /// Octets of its parts, once they are known.
    pub(super) size: u64,
    /// The commands of the flight that fetch it.
    pub(super) commands: Range<usize>,
    /// How many of them are not completed.
    pub(super) open: usize,
}

/// How far a window is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its items are asked for.
    Items,
    /// They have come, and its parts are not asked for yet.
    Structured,
    /// Its parts are asked for.
    Parts,
}

impl UnderWay {
    pub(super) fn new(
        flight: Flight,
        opening: Opening,
        search: Option<(Found, Order)>,
        windows: VecDeque<Window>,
    ) -> Self {
        UnderWay {
            flight,
            opening,
            search,
            windows,
            fetched: BTreeMap::new(),
            is_without_rows: true,
            next_seq: Some(1),
            given: 0,
            is_any_gone: false,
            outcome: Ok(()),
        }
    }

    pub(super) fn take(&mut self, context: &Context, event: Event<'_>) -> Result<()> {
        match event {
            Event::Untagged(Response::Fetch(fetch)) => self.absorb(fetch),
            Event::Untagged(response) => {
                self.take_expunge(&response);
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
                    if found.has_come && self.windows.is_empty() {
                        let (set, order) = Uids::of(order, found.uids.clone(), found.sorted.clone()).into_window();
                        self.fetched.retain(|uid, _| set.contains(*uid));
                        self.windows.push_back(Window {
                            set,
                            order,
                            stage: Stage::Items,
                            size: 0,
                            commands: 2..3,
                            open: 1,
                        });
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
                _ => {
                    // The commands of a window may be completed in any order; the last of them ends it.
                    if let Some(window) = self.windows.iter_mut().find(|window| window.commands.contains(&index)) {
                        window.open = window.open.saturating_sub(1);
                    }
                    self.is_any_gone |= tells_of_gone(&completion);
                    match fetch_completed(context, self.flight.name(index), &completion) {
                        // Some servers take no `1:*` where there is nothing.
                        Err(Error::No { .. } | Error::Bad { .. }) if self.opening.is_empty() => Ok(()),
                        outcome => outcome,
                    }
                }
            },
        }
    }

    fn take_expunge(&mut self, response: &Response<'_>) {
        self.next_seq = match (response, self.next_seq) {
            (Response::Expunge(seq), Some(next)) if self.fetched.is_empty() => Some(next - u32::from(*seq < next)),
            (Response::Expunge(_) | Response::Vanished { .. }, _) => None,
            (_, next) => next,
        };
        self.is_any_gone |= matches!(response, Response::Expunge(_) | Response::Vanished { .. });
    }

    /// Takes what FETCH tells of a message that was asked for; of any other it is the server's own news.
    fn absorb(&mut self, fetch: Fetch<'_>) -> Result<()> {
        if !self.opening.is_begun() {
            return Ok(());
        }
        let uid = fetch.uid();
        self.is_without_rows &= uid == 0;
        let is_asked = self.windows.iter().any(|window| window.set.contains(uid)) || self.awaits_search();
        if uid != 0 && is_asked {
            self.fetched.entry(uid).or_default().absorb(fetch);
        }
        Ok(())
    }

    /// Cuts windows whose structures have come into batches.
    pub(super) fn cut(&mut self, pieces: Pieces, is_over: bool) {
        let is_structured = |window: &Window| window.stage == Stage::Items && (window.open == 0 || is_over);
        while let Some(at) = self.windows.iter().position(is_structured) {
            let Some(mut window) = self.windows.remove(at) else { return };
            know(&mut window.order, &self.fetched);
            let size = |uid| {
                let fetched = self.fetched.get(&uid);
                fetched.map_or(0, |fetched| fetched.lacks(pieces).iter().map(Lack::size).sum())
            };
            for (index, Batch { set, order, size }) in (at..).zip(batches(window.order, size)) {
                let window = Window { set, order, stage: Stage::Structured, size, commands: 0..0, open: 0 };
                self.windows.insert(index, window);
            }
        }
    }

    /// Which window is the next whose parts may be asked for: two may be under way, and more up to `most` octets. Where
    /// others are asked for anyway, so may it be; else not before there is room for several, which go in one write.
    pub(super) fn next_structured(&self, is_asking: bool, most: u64) -> Option<usize> {
        let under_way = self.windows.iter().filter(|window| window.stage == Stage::Parts && window.open > 0);
        let (count, octets) = under_way.fold((0, 0_u64), |(n, sum), window| (n + 1, sum.saturating_add(window.size)));
        let at = self.windows.iter().position(|window| window.stage == Stage::Structured)?;
        let is_due = is_asking || octets <= most / 8 * 7;
        (count < 2 || (is_due && octets.saturating_add(self.windows.get(at)?.size) <= most)).then_some(at)
    }

    /// Whether it is not known yet which messages were asked for.
    pub(super) fn awaits_search(&self) -> bool {
        self.windows.is_empty() && self.search.is_some()
    }

    /// Moves rows to `ready` in the order asked, as far as they have come; of a window that is fetched, all that came.
    pub(super) fn release(&mut self, items: &FetchItems, ready: &mut VecDeque<Row>) -> Result<bool> {
        let mut is_any = false;
        while let Some(window) = self.windows.front_mut().filter(|window| window.stage == last_stage(items)) {
            let is_over = window.open == 0;
            if is_over {
                know(&mut window.order, &self.fetched);
            }
            while let Some(uid) = next_of(&window.order, &self.fetched, self.next_seq) {
                match self.fetched.get(&uid) {
                    Some(fetched) if is_complete(fetched, items) => {}
                    Some(fetched) if is_over && !self.is_any_gone && !self.opening.is_new(fetched.seq()) => {}
                    // Expunged between search and fetch. Dovecot still tells of it, with NIL for what it cannot read.
                    _ if is_over => {
                        window.order.pass();
                        continue;
                    }
                    _ => return Ok(is_any),
                }
                window.order.pass_to(uid);
                if let Some(mut fetched) = self.fetched.remove(&uid) {
                    self.next_seq = self.next_seq.and(fetched.seq().checked_add(1));
                    self.given += 1;
                    self.opening.check_number(self.given)?;
                    fetched.end(items.pieces());
                    ready.push_back(Row::new(self.opening.origin()?, fetched));
                    is_any = true;
                }
            }
            // All of it has come, and perhaps rows of the next: servers may tell later that a command is completed.
            let is_given = window.order.first().is_none() && self.windows.len() > 1;
            if !is_over && !is_given {
                break;
            }
            self.windows.pop_front();
        }
        Ok(is_any)
    }
}

/// The uid whose row comes out next. Where it is not known which there are: none while there may be one before it.
fn next_of(order: &InOrder, fetched: &BTreeMap<u32, Box<Fetched>>, next_seq: Option<u32>) -> Option<u32> {
    let first = order.first()?;
    if !matches!(order, InOrder::Asked { .. }) {
        return Some(first);
    }
    let (uid, come) = fetched.range(first..).next()?;
    (*uid == first || Some(come.seq()) == next_seq).then_some(*uid)
}

/// All that there are have come.
fn know(order: &mut InOrder, fetched: &BTreeMap<u32, Box<Fetched>>) {
    if let (InOrder::Asked { .. }, Some(first)) = (&*order, order.first()) {
        *order = InOrder::ascending(&fetched.range(first..).map(|(uid, _)| *uid).collect());
    }
}

/// Whether all that was asked for has come: FLAGS alone are news of a change, not the row.
pub(super) fn is_complete(fetched: &Fetched, items: &FetchItems) -> bool {
    items.words().all(|word| fetched.has(word))
        && (!items.reads_fields() || fetched.has_fields())
        && fetched.lacks(items.pieces()).is_empty()
}

pub(super) fn last_stage(items: &FetchItems) -> Stage {
    if items.pieces() == Pieces::NONE { Stage::Items } else { Stage::Parts }
}

/// Some servers say NO where a message of the set is gone, and have sent the others.
fn fetch_completed(context: &Context, command: &'static str, completion: &Completion<'_>) -> Result<()> {
    match completion.status {
        Status::No if tells_of_gone(completion) => Ok(()),
        _ => completion.ok(command, Some(&context.mailbox)),
    }
}

/// Whether some of the messages that a command asked for are gone, as EXPUNGE may tell later only (RFC 5530 section 3).
fn tells_of_gone(completion: &Completion<'_>) -> bool {
    matches!(&completion.code, Some(Code::Other { name, .. }) if name.eq_ignore_ascii_case(b"EXPUNGEISSUED"))
}
