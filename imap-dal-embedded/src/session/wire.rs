//! The octets of one connection: lines and literals in, responses out. Here faults cut, answers are held back, and
//! round trips are counted. It knows no command.

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::builder::AnswerOrder;
use crate::server::Shared;

/// Responses are sent when so many octets have come together.
const BATCH: usize = 64 << 10;
/// Tagged lines held back at most.
const HELD: usize = 1_000;

/// Why a connection is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The client went, or the server cut it off.
    Closed,
    /// The server is stopping.
    Stopped,
    /// The client was silent for too long.
    Silent,
}

/// One line, as far as it is there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Without its line end.
    Whole(Vec<u8>),
    /// Too long: its beginning. The rest was passed over.
    TooLong(Vec<u8>),
    /// Not there yet.
    Partial,
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Wire<S> {
    stream: S,
    shared: Arc<Shared>,
    pub(crate) connection: u64,
    /// Responses not sent yet.
    pub(crate) out: Vec<u8>,
    /// Tagged lines held back until the batch of commands is over.
    held: Vec<String>,
    input: Vec<u8>,
    scanned: usize,
    overlong: Option<Vec<u8>>,
    sent: u64,
    received: u64,
    answered: bool,
    deaf: bool,
    heard: Instant,
}

impl<S: Read + Write> Wire<S> {
    pub(crate) fn new(stream: S, shared: Arc<Shared>, connection: u64) -> Wire<S> {
        Wire {
            stream,
            shared,
            connection,
            out: Vec::new(),
            held: Vec::new(),
            input: Vec::new(),
            scanned: 0,
            overlong: None,
            sent: 0,
            received: 0,
            answered: false,
            deaf: false,
            heard: Instant::now(),
        }
    }

    pub(crate) fn into_stream(self) -> S {
        self.stream
    }

    /// Whether the client has sent more than was read so far.
    pub(crate) fn has_input(&self) -> bool {
        !self.input.is_empty()
    }

    /// Adds a tagged line, at once or held back as the server was told.
    pub(crate) fn tagged(&mut self, line: String) {
        match self.shared.options.order {
            AnswerOrder::AsDone => self.out.extend_from_slice(line.as_bytes()),
            AnswerOrder::Late | AnswerOrder::Reversed => {
                self.held.push(line);
                if self.held.len() >= HELD {
                    self.release();
                }
            }
        }
    }

    /// Lets the tagged lines go that were held back.
    pub(crate) fn release(&mut self) {
        if self.shared.options.order == AnswerOrder::Reversed {
            self.held.reverse();
        }
        for line in self.held.drain(..) {
            self.out.extend_from_slice(line.as_bytes());
        }
    }

    /// The next line, if it has come.
    pub(crate) fn line(&mut self, most: usize) -> Line {
        let fresh = self.input.get(self.scanned..).unwrap_or_default();
        let Some(end) = fresh.iter().position(|b| *b == b'\n').map(|at| self.scanned + at) else {
            self.scanned = self.input.len();
            if self.input.len() > most {
                let start = self.input.drain(..).take(1_000).collect();
                self.overlong.get_or_insert(start);
                self.scanned = 0;
            }
            return Line::Partial;
        };
        let mut line: Vec<u8> = self.input.drain(..=end).collect();
        self.scanned = 0;
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        match self.overlong.take() {
            Some(start) => Line::TooLong(start),
            None if line.len() > most => Line::TooLong(line),
            None => Line::Whole(line),
        }
    }

    /// The next octets of a literal, if they have all come.
    pub(crate) fn octets(&mut self, count: usize) -> Option<Vec<u8>> {
        (self.input.len() >= count).then(|| self.input.drain(..count).collect())
    }

    /// Sends what is there to send, then reads; returns after a short while also when nothing came, and tells whether
    /// something did.
    pub(crate) fn fill(&mut self) -> Result<bool, Lost> {
        self.flush()?;
        if self.shared.stopped() {
            return Err(Lost::Stopped);
        }
        if self.deaf {
            return Err(Lost::Closed);
        }
        let mut buffer = [0; 16 << 10];
        let count = match self.stream.read(&mut buffer) {
            Ok(0) if self.shared.stopped() => return Err(Lost::Stopped),
            Ok(0) => return Err(Lost::Closed),
            Ok(count) => count,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                let silent = self.heard.elapsed() > self.shared.options.limits.silence;
                return if silent { Err(Lost::Silent) } else { Ok(false) };
            }
            Err(_) => return Err(Lost::Closed),
        };
        self.heard = Instant::now();
        if std::mem::take(&mut self.answered) {
            self.shared.record().round_trips += 1;
        }
        let mut came = buffer.get(..count).unwrap_or_default();
        let allowed = self.shared.faults().may_receive(self.connection);
        let left = allowed.and_then(|octets| usize::try_from(octets.saturating_sub(self.received)).ok());
        if let Some(cut) = left.filter(|left| *left <= came.len()) {
            came = came.get(..cut).unwrap_or_default();
            self.cut(false);
            self.deaf = true;
        }
        self.received += came.len() as u64;
        self.input.extend_from_slice(came);
        Ok(true)
    }

    /// Sends a batch if enough has come together.
    pub(crate) fn flush_if_large(&mut self) -> Result<(), Lost> {
        if self.out.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Sends everything but the lines held back.
    pub(crate) fn flush(&mut self) -> Result<(), Lost> {
        if self.out.is_empty() {
            return Ok(());
        }
        let mut out = std::mem::take(&mut self.out);
        let allowed = self.shared.faults().may_send(self.connection);
        let left = allowed.and_then(|octets| usize::try_from(octets.saturating_sub(self.sent)).ok());
        let cut = left.filter(|left| *left <= out.len());
        out.truncate(cut.unwrap_or(out.len()));
        let written = self.stream.write_all(&out).and_then(|()| self.stream.flush());
        self.sent += out.len() as u64;
        self.answered = true;
        if cut.is_some() {
            self.cut(true);
            return Err(Lost::Closed);
        }
        written.map_err(|_| Lost::Closed)
    }

    /// The fault that counts octets happens.
    fn cut(&self, sending: bool) {
        let resets = self.shared.faults().cut(self.connection, sending);
        if resets {
            self.shared.reset(self.connection);
        }
    }

    /// Waits, unless the server stops.
    pub(crate) fn pause(&self, wait: Duration) -> Result<(), Lost> {
        if self.shared.pause(wait) { Err(Lost::Stopped) } else { Ok(()) }
    }

    /// Reads and forgets until the client goes or the server stops.
    pub(crate) fn stall(&mut self) -> Lost {
        self.out.clear();
        loop {
            match self.fill() {
                Ok(_) => self.input.clear(),
                Err(lost) => return lost,
            }
        }
    }
}
