//! Progress of long work, on standard error where that is a terminal.

use imap_dal::{Progress as At, Rows};
use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// Work that takes less shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written over again and again, and removed at the end.
pub(crate) struct Line {
    is_terminal: bool,
    started: Instant,
    shown_at: Instant,
    is_visible: Arc<AtomicBool>,
}

impl Line {
    pub(crate) fn new() -> Self {
        let now = Instant::now();
        Line { is_terminal: io::stderr().is_terminal(), started: now, shown_at: now, is_visible: Arc::default() }
    }

    /// What clears it, before something else is written to the terminal.
    pub(crate) fn eraser(&self) -> Eraser {
        Eraser(Arc::clone(&self.is_visible))
    }

    /// Shows `text`, if it is time.
    pub(crate) fn show(&mut self, text: impl FnOnce() -> String) {
        if !self.is_terminal || self.started.elapsed() < PATIENCE || self.shown_at.elapsed() < PAUSE {
            return;
        }
        self.shown_at = Instant::now();
        self.is_visible.store(true, Ordering::Relaxed);
        // A terminal that takes no text is no reason to stop.
        let _ = write!(io::stderr(), "\r{}\x1b[K", text());
    }
}

/// Clears a [`Line`].
pub(crate) struct Eraser(Arc<AtomicBool>);

impl Eraser {
    pub(crate) fn erase(&self) {
        if self.0.swap(false, Ordering::Relaxed) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Eraser {
    fn drop(&mut self) {
        self.erase();
    }
}

/// Runs `work`, and shows how long it has been `doing` it: nothing more is told of what is no stream of rows.
pub(crate) fn timed<T>(doing: &str, work: impl FnOnce() -> T) -> T {
    let mut line = Line::new();
    if !line.is_terminal {
        return work();
    }
    let _erased = line.eraser();
    let (working, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let seconds = line.started.elapsed().as_secs();
                line.show(|| format!("{doing}, {seconds} s"));
            }
        });
        let outcome = work();
        drop(working);
        outcome
    })
}

/// The rows, with progress shown while they come.
pub(crate) fn shown<R>(rows: Rows<R>) -> (Rows<R>, Eraser) {
    let mut line = Line::new();
    let eraser = line.eraser();
    let rows = rows.on_progress(move |at: At| {
        line.show(|| format!("{} of {} messages read, {} kB", at.messages, at.of, at.octets / 1000));
    });
    (rows, eraser)
}
