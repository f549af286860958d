//! What is asked for before it is read: the next windows, and the parts of messages whose structures have come.

use super::{
    super::{
        Task,
        uids::Uids,
        under_way::{Stage, Window},
    },
    Scan, Sieve,
};
use crate::{
    Result,
    plan::{self, FetchItems, Messages},
    row::Pieces,
    wire::Command,
};
use std::collections::VecDeque;

/// Uids of one FETCH, where no body is read.
const WINDOW: u64 = 1_000;

/// Uids of one FETCH of whole messages, until some have come: then as many as have about `OCTETS_OF_WINDOW`.
const FIRST_WINDOW_OF_MESSAGES: u64 = 50;

/// Octets of whole messages of one FETCH. They are held where one is missing or they come out in another order.
const OCTETS_OF_WINDOW: u64 = 2 << 20;

/// Uids of one FETCH of structures, by which the parts are read. Structures are held until their parts have come.
const WINDOW_OF_PARTS: u64 = 400;

/// Uids of the first of them, for whose end the first row waits; each further one is twice as large.
const FIRST_WINDOW_OF_PARTS: u64 = 50;

/// Windows that are under way, where no body is read. What one brings is read before the next comes, so that they take
/// no memory, and a line of 50 ms is never empty.
const MOST_UNDER_WAY: usize = 16;

/// Windows whose structures are under way: they come behind the parts of those before, and with them a line of 50 ms is
/// hardly ever empty.
const MOST_OF_STRUCTURES: usize = 3;

/// Batches whose structures have come and whose parts must wait, while further structures are asked for.
const MOST_WAITING: usize = 8;

/// Windows of whole messages that are under way.
const MOST_OF_MESSAGES: usize = 8;

/// Octets of parts that are under way, where they are of more than two batches.
const MOST_OCTETS: u64 = 4 << 20;

/// Messages that have been decided before twice as many are asked for ahead: who takes a few has not asked for all.
const FEW: u64 = 200;

/// Octets of commands sent ahead at a time: where both sides only write, both wait.
const MOST_SENT: usize = 16 * 1024;

impl Scan {
    /// Where parts are read: cuts windows whose structures have come into batches and asks for the parts of the next
    /// ones, so that two at most, or a few octets, are under way. Whether anything was sent.
    pub(super) fn fetch_parts(&mut self, is_over: bool) -> Result<bool> {
        let pieces = self.items.pieces();
        let Some(under_way) = &mut self.under_way else { return Ok(false) };
        if pieces == Pieces::NONE || under_way.outcome.is_err() {
            return Ok(false);
        }
        under_way.cut(pieces, is_over);
        let most_octets = MOST_OCTETS * pace(self.decided) as u64;
        let Task { lease, context } = &mut self.task;
        let (first, mut commands) = (under_way.flight.len(), Vec::new());
        let mut octets = 0;
        while octets <= MOST_SENT
            && let Some(at) = under_way.next_structured(!commands.is_empty(), most_octets)
        {
            let Some(window) = under_way.windows.get_mut(at) else { break };
            let mut lacks = Vec::new();
            let mut size = lease.traffic().read;
            let mut uids = window.order.clone();
            while let Some(uid) = uids.first() {
                uids.pass();
                for lack in under_way.fetched.get(&uid).into_iter().flat_map(|fetched| fetched.lacks(pieces)) {
                    size = size.saturating_add(lack.size());
                    lacks.push((uid, lack));
                }
            }
            if self.most_read.is_some_and(|most| size > most) {
                return Err(context.too_much());
            }
            let fetches = plan::fetch_lacks(lacks);
            let from = first + commands.len();
            window.stage = Stage::Parts;
            window.commands = from..from + fetches.len();
            window.open = fetches.len();
            octets += fetches.iter().map(Command::len).sum::<usize>();
            commands.extend(fetches);
        }
        let is_any = !commands.is_empty();
        if is_any {
            lease.extend(&mut under_way.flight, commands)?;
        }
        Ok(is_any)
    }

    /// The next window, and the commands that fetch it, of which the first has the index `first` in its flight.
    pub(super) fn next_window(&mut self, first: usize) -> Option<(Window, Vec<Command>)> {
        let (set, order) = self.ahead.next(self.window_size)?;
        self.window_size = (self.window_size * 2).min(self.largest_window());
        let fetches = plan::fetch(Messages::Uids(&set), &self.items);
        let (commands, open) = (first..first + fetches.len(), fetches.len());
        Some((Window { set, order, stage: Stage::Items, size: 0, commands, open }, fetches))
    }

    /// Keeps more windows under way than the one that is read, as far as their rows will be wanted.
    pub(super) fn fetch_ahead(&mut self) -> Result<()> {
        if self.ahead.is_empty() {
            return Ok(());
        }
        let wanted = self.wanted();
        let mut commands: Vec<Command> = Vec::new();
        while let Some(under_way) = &self.under_way {
            let is_over = under_way.windows.is_empty() || under_way.search.is_some() || under_way.outcome.is_err();
            let octets: usize = commands.iter().map(Command::len).sum();
            let asked = || under_way.windows.iter().map(|window| window.set.len()).sum::<u64>();
            let is_full = !has_room(&self.items, &under_way.windows, pace(self.decided))
                || wanted.is_some_and(|wanted| asked() >= wanted);
            if is_over || is_full || octets > MOST_SENT {
                break;
            }
            let Some((window, fetches)) = self.next_window(under_way.flight.len() + commands.len()) else { break };
            commands.extend(fetches);
            if let Some(under_way) = &mut self.under_way {
                under_way.windows.push_back(window);
            }
        }
        match &mut self.under_way {
            Some(under_way) if !commands.is_empty() => self.task.lease.extend(&mut under_way.flight, commands),
            _ => Ok(()),
        }
    }

    /// Uids of a window, once windows have grown.
    pub(super) fn largest_window(&self) -> u64 {
        if !self.items.messages() {
            return if self.items.pieces() == Pieces::NONE { WINDOW } else { WINDOW_OF_PARTS };
        }
        let average = self.octets().checked_div(self.decided).unwrap_or(OCTETS_OF_WINDOW / FIRST_WINDOW_OF_MESSAGES);
        // In any other order than they are sent in, all of a window is held, and the next messages may be larger.
        let most = if matches!(self.ahead, Uids::Ascending(_)) { WINDOW } else { FIRST_WINDOW_OF_MESSAGES };
        (OCTETS_OF_WINDOW / average.max(1)).clamp(1, most)
    }

    /// How many more messages may be needed where some rows are enough: as many as it takes if the next ones satisfy the
    /// condition as often as those before.
    fn wanted(&self) -> Option<u64> {
        let Sieve { to_skip, to_give, .. } = self.sieve;
        let wanted = to_skip.saturating_add(to_give);
        self.is_picky.then(|| self.decided.saturating_mul(wanted) / (self.satisfied + 1))
    }
}

/// How much more is asked for ahead than at first.
fn pace(decided: u64) -> usize {
    if decided < FEW { 1 } else { 2 }
}

/// Whether one window more may be under way.
fn has_room(items: &FetchItems, windows: &VecDeque<Window>, pace: usize) -> bool {
    let count = |stage| windows.iter().filter(|window| window.stage == stage).count();
    match items.pieces() {
        Pieces::NONE if items.messages() => windows.len() < MOST_OF_MESSAGES * pace,
        Pieces::NONE => windows.len() < MOST_UNDER_WAY,
        _ => count(Stage::Items) < MOST_OF_STRUCTURES * pace && count(Stage::Structured) < MOST_WAITING * pace,
    }
}

/// Uids of the first window.
pub(super) fn first_window(items: &FetchItems) -> u64 {
    match items.pieces() {
        Pieces::NONE if items.messages() => FIRST_WINDOW_OF_MESSAGES,
        Pieces::NONE => WINDOW,
        _ => FIRST_WINDOW_OF_PARTS,
    }
}
