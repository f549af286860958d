//! What is asked for before it is read: the next windows, and the parts of messages whose structures have come.

use super::{
    super::{
        Task,
        under_way::{Stage, Window},
    },
    Scan,
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

/// Uids of one FETCH of whole messages.
const WINDOW_OF_BODIES: u64 = 50;

/// Uids of one FETCH of structures, by which the parts are read.
const WINDOW_OF_PARTS: u64 = 250;

/// Windows that are under way, where no body is read. What one brings is read before the next comes, so that they take no
/// memory, and a line of 50 ms is never empty.
const MOST_UNDER_WAY: usize = 16;

/// Octets of commands sent for windows ahead at a time: where both sides only write, both wait.
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
        let Task { lease, context } = &mut self.task;
        let (first, mut commands) = (under_way.flight.len(), Vec::new());
        while let Some(at) = under_way.next_structured() {
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
        self.window_size = (self.window_size * 2).min(largest_window(&self.items));
        let fetches = plan::fetch(Messages::Uids(&set), &self.items);
        let (commands, open) = (first..first + fetches.len(), fetches.len());
        Some((Window { set, order, stage: Stage::Items, size: 0, commands, open }, fetches))
    }

    /// Keeps more windows under way than the one that is read, where all that is found is wanted.
    pub(super) fn fetch_ahead(&mut self) -> Result<()> {
        let is_picky = self.sieve.is_residual && self.sieve.to_give < u64::MAX;
        if is_picky || self.ahead.is_empty() {
            return Ok(());
        }
        let mut commands: Vec<Command> = Vec::new();
        while let Some(under_way) = &self.under_way {
            let is_over = under_way.windows.is_empty() || under_way.search.is_some() || under_way.outcome.is_err();
            let octets: usize = commands.iter().map(Command::len).sum();
            if is_over || !has_room(&self.items, &under_way.windows) || octets > MOST_SENT {
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
}

/// Whether one window more may be under way: where bodies are read, one behind the one that is read.
fn has_room(items: &FetchItems, windows: &VecDeque<Window>) -> bool {
    if !items.bodies() {
        return windows.len() < MOST_UNDER_WAY;
    }
    // Windows that are cut into batches count once.
    windows.len() == 1 || windows.iter().all(|window| window.stage == Stage::Parts)
}

/// Uids of a window, once windows have grown.
pub(super) fn largest_window(items: &FetchItems) -> u64 {
    match items.messages() {
        true => WINDOW_OF_BODIES,
        false if items.pieces() != Pieces::NONE => WINDOW_OF_PARTS,
        false => WINDOW,
    }
}
