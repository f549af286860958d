//! How long one caller waits, and who may call that off.

use crate::{Error, Result};
use std::{
    fmt,
    net::{Shutdown, TcpStream},
    ptr,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak, atomic::AtomicBool, atomic::Ordering},
    time::{Duration, Instant},
};

/// How often a wait that cannot be woken looks whether it was called off.
const LOOK: Duration = Duration::from_millis(20);

/// What a query may take.
#[derive(Clone, Debug)]
pub(super) struct Allowance {
    /// The longest of its waits.
    pub(super) timeout: Duration,
    /// When it is over, whatever comes.
    pub(super) deadline: Option<Instant>,
    pub(super) canceller: Option<Canceller>,
}

/// Calls queries off, from any thread, for [`Dal::with_canceller`](crate::Dal::with_canceller).
///
/// ```no_run
/// # use imap_dal::{Canceller, Error, prelude::*};
/// # fn main() -> imap_dal::Result<()> {
/// # let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
/// let canceller = Canceller::new();
/// let cancelled = dal.with_canceller(&canceller);
/// std::thread::scope(|scope| {
///     scope.spawn(|| {
///         std::thread::sleep(std::time::Duration::from_secs(2));
///         canceller.cancel();
///     });
///     match AnyMailbox::in_mailbox("Archive").filter(AnyMailbox::text.contains("needle")).uids(&cancelled) {
///         Err(Error::Cancelled { .. }) => println!("it took too long"),
///         found => println!("{} found", found?.len()),
///     }
///     Ok(())
/// })
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Canceller(Arc<Cancelled>);

#[derive(Default)]
struct Cancelled {
    is_cancelled: AtomicBool,
    /// What the queries under way read from.
    sockets: Mutex<Vec<Weak<TcpStream>>>,
    changed: Condvar,
}

impl Allowance {
    pub(super) fn new(timeout: Duration) -> Self {
        Allowance { timeout, deadline: None, canceller: None }
    }

    /// Until when one wait may take that begins now.
    pub(super) fn until(&self) -> Instant {
        self.clipped(Instant::now() + self.timeout)
    }

    /// `until`, or the deadline where that is sooner.
    pub(super) fn clipped(&self, until: Instant) -> Instant {
        self.deadline.map_or(until, |deadline| deadline.min(until))
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.canceller.as_ref().is_some_and(Canceller::is_cancelled)
    }

    /// # Errors
    /// `Cancelled`; `Timeout`, naming what was `awaited`, where the deadline has passed.
    pub(super) fn check(&self, awaited: &'static str) -> Result<()> {
        if self.is_cancelled() {
            Err(Error::Cancelled {})
        } else if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            Err(Error::Timeout { command: awaited })
        } else {
            Ok(())
        }
    }

    /// How long a wait may last that nobody can wake before it looks again whether it was called off.
    pub(super) fn slice(&self, left: Duration) -> Duration {
        if self.canceller.is_some() { left.min(LOOK) } else { left }
    }

    /// Waits; false, at once, where the deadline leaves no time for that.
    ///
    /// # Errors
    /// `Cancelled`.
    pub(super) fn pause(&self, time: Duration) -> Result<bool> {
        let until = Instant::now() + time;
        if self.deadline.is_some_and(|deadline| deadline <= until) {
            return Ok(false);
        }
        loop {
            self.check("a pause")?;
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(true);
            }
            match &self.canceller {
                Some(canceller) => canceller.sleep(left),
                None => std::thread::sleep(left),
            }
        }
    }
}

impl Canceller {
    /// One that has cancelled nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the queries under way: their connections are closed, and each fails with
    /// [`Error::Cancelled`](crate::Error::Cancelled) as soon as it reads or writes, a change that was sent already with
    /// [`OutcomeUnknown`](crate::Error::OutcomeUnknown). Those begun afterwards fail at once.
    pub fn cancel(&self) {
        // Set while nobody registers: whoever comes later sees it.
        let mut sockets = self.sockets();
        self.0.is_cancelled.store(true, Ordering::Release);
        for socket in sockets.drain(..).filter_map(|socket| socket.upgrade()) {
            // One that is closed already needs no more.
            let _ = socket.shutdown(Shutdown::Both);
        }
        self.0.changed.notify_all();
    }

    /// Whether [`cancel`](Self::cancel) was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Acquire)
    }

    /// The socket of a query that begins.
    pub(super) fn register(&self, socket: &Arc<TcpStream>) {
        let mut sockets = self.sockets();
        if self.is_cancelled() {
            let _ = socket.shutdown(Shutdown::Both);
        } else {
            sockets.retain(|known| known.strong_count() > 0);
            sockets.push(Arc::downgrade(socket));
        }
    }

    /// The socket of a query that has ended.
    pub(super) fn forget(&self, socket: &Arc<TcpStream>) {
        self.sockets().retain(|known| !ptr::addr_eq(known.as_ptr(), Arc::as_ptr(socket)));
    }

    fn sleep(&self, time: Duration) {
        let sockets = self.sockets();
        if !self.is_cancelled() {
            drop(self.0.changed.wait_timeout(sockets, time).unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn sockets(&self) -> MutexGuard<'_, Vec<Weak<TcpStream>>> {
        self.0.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}
