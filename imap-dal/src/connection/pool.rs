//! At most so many connections at once, opened when needed, reused, given to those who wait in the order they came. Who
//! would wait for itself is told so at once.
//!
//! It is our own because the pools there are do otherwise what matters here. r2d2 0.8.10, tried with a server that refuses
//! the password, signed in 8 times in the 5 s that it was given, as accounts are locked for, and only then told, in words
//! and without the error, why. It opens connections on threads of its own, which no deadline and no canceller reaches, and
//! asks a connection at each use whether it is alive, a round trip; here what has come unasked tells that. It knows
//! nothing of a thread that waits for itself. bb8 and deadpool want an asynchronous runtime.

use super::{allowance::Allowance, channel::Channel, config::Config, known::Known};
use crate::{Error, Result};
use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, ThreadId},
    time::Instant,
};

#[derive(Debug)]
pub(super) struct Pool {
    config: Arc<Config>,
    known: Arc<Known>,
    size: usize,
    state: Mutex<State>,
    /// A place became free, or another became the first of those who wait.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The last one was used last, when it says.
    idle: Vec<(Channel, Instant)>,
    /// The places that are taken, by number, and the threads that used them last. With those idle they are never more
    /// than the pool's size.
    taken: Vec<(u64, ThreadId)>,
    /// Who waits, by number, the first in front.
    queue: VecDeque<u64>,
    next_number: u64,
}

impl Pool {
    pub(super) fn new(config: Config, size: usize) -> Arc<Self> {
        Arc::new(Pool {
            config: Arc::new(config),
            known: Arc::default(),
            size,
            state: Mutex::default(),
            changed: Condvar::new(),
        })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Takes a place, when one is free.
    ///
    /// # Errors
    /// `Busy` when this thread itself has all of them; `Connect` when none is free within the time-out; `Cancelled`.
    pub(super) fn place(self: &Arc<Self>, allowance: &Allowance) -> Result<Place> {
        let deadline = allowance.until();
        let mut state = self.state();
        let number = state.next_number;
        state.next_number += 1;
        state.queue.push_back(number);
        let here = thread::current().id();
        while state.taken.len() >= self.size || state.queue.front() != Some(&number) {
            let left = deadline.saturating_duration_since(Instant::now());
            let is_own = state.taken.len() >= self.size && state.taken.iter().all(|(_, thread)| *thread == here);
            let is_cancelled = allowance.is_cancelled();
            if left.is_zero() || is_own || is_cancelled {
                state.queue.retain(|waiting| *waiting != number);
                self.changed.notify_all();
                return Err(match () {
                    () if is_cancelled => Error::Cancelled {},
                    () if is_own => Error::Busy {},
                    () => self.all_taken(),
                });
            }
            state = self.changed.wait_timeout(state, allowance.slice(left)).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.queue.pop_front();
        state.taken.push((number, here));
        self.changed.notify_all();
        Ok(Place { pool: Arc::clone(self), number, allowance: allowance.clone() })
    }

    /// Takes a place where one is free now and nobody waits for it.
    pub(super) fn place_now(self: &Arc<Self>, allowance: &Allowance) -> Option<Place> {
        let mut state = self.state();
        if state.taken.len() >= self.size || !state.queue.is_empty() {
            return None;
        }
        let number = state.next_number;
        state.next_number += 1;
        state.taken.push((number, thread::current().id()));
        Some(Place { pool: Arc::clone(self), number, allowance: allowance.clone() })
    }

    fn all_taken(&self) -> Error {
        let text = match self.size {
            1 => "the only connection of the pool is in use".to_owned(),
            size => format!("all {size} connections of the pool are in use"),
        };
        Error::Connect {
            host: self.config.target.host_and_port(),
            source: format!("{text}, perhaps by a stream of rows; finish or drop it, or raise `pool_size`").into(),
        }
    }

    /// A panic while this was held left nothing half done: all changes are single steps.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to have one connection.
#[derive(Debug)]
pub(super) struct Place {
    pool: Arc<Pool>,
    number: u64,
    allowance: Allowance,
}

impl Place {
    /// A connection to the server: the idle one that was used last, or a new one. Those that the server has closed
    /// meanwhile are forgotten.
    ///
    /// # Errors
    /// As [`Channel::open`].
    pub(super) fn channel(&self) -> Result<Channel> {
        self.allowance.check("a connection")?;
        loop {
            let idle = self.pool.state().idle.pop();
            let Some((mut channel, since)) = idle else { return self.new_channel() };
            if since.elapsed() < self.pool.config.idle_timeout && channel.is_alive() {
                channel.link.allow(&self.allowance);
                return Ok(channel);
            }
        }
    }

    /// A new connection to the server.
    ///
    /// # Errors
    /// As [`Channel::open`].
    pub(super) fn new_channel(&self) -> Result<Channel> {
        Channel::open(&self.pool.config, &self.pool.known, &self.allowance)
    }

    pub(super) fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// Remembers that it is this thread that uses it.
    pub(super) fn is_used_here(&self) {
        let here = thread::current().id();
        if let Some((_, thread)) = self.pool.state().taken.iter_mut().find(|(number, _)| *number == self.number) {
            *thread = here;
        }
    }

    /// What to hold where a channel has gone.
    pub(super) fn no_channel(&self) -> Channel {
        Channel::unopened(&self.pool.config, &self.pool.known)
    }

    /// Leaves the channel, where it is of further use, to whoever has a place next. Where it was lost while idle, those
    /// that were idle with it are not trusted either.
    pub(super) fn leave(&self, mut channel: Channel) {
        channel.link.allow(&Allowance::new(self.pool.config.timeout));
        let mut state = self.pool.state();
        let has_expired = |since: &Instant| since.elapsed() >= self.pool.config.idle_timeout;
        let given_up: Vec<_> = if channel.is_silent && !channel.is_usable() {
            mem::take(&mut state.idle)
        } else {
            state.idle.extract_if(.., |(_, since)| has_expired(since)).collect()
        };
        if channel.is_usable() {
            state.idle.push((channel, Instant::now()));
        }
        // Taking leave takes time, which nobody else should wait for.
        drop(state);
        drop(given_up);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.taken.retain(|(number, _)| *number != self.number);
        drop(state);
        self.pool.changed.notify_all();
    }
}
