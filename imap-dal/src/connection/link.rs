//! Octets to and from the server under deadlines: the stream with the framer of what it brings, and what both cost.
//! Knows responses only as far as BYE.

use super::{LONGEST_TIMEOUT, allowance::Allowance, flight::GATHERED, stream::Stream};
use crate::{
    Error, Result,
    error::Answer,
    wire::{Framer, Limits, Payload, Response, Status, WireError, parse},
};
use std::{
    io::{self, Read as _, Write as _},
    mem,
    time::{Duration, Instant},
};

/// A write that the server does not take for so long is interrupted to read what the server says meanwhile: two sides
/// that only write would wait for each other for ever.
const WRITE_SLICE: Duration = Duration::from_millis(50);

/// How long to read on without waiting from a server that never pauses.
const ABSORB_SLICE: Duration = Duration::from_millis(50);

/// A response that grows by so many octets is progress: a large message on a slow line is no stalled server.
const GROWTH: usize = 64 * 1024;

/// One side of a dialogue. After any error it is closed: what would follow in the stream has no certain meaning.
#[derive(Debug)]
pub(super) struct Link {
    stream: Stream,
    pub(super) framer: Framer,
    pub(super) limits: Limits,
    allowance: Allowance,
    traffic: Traffic,
    /// Whether something was written since something was read.
    has_turn_ended: bool,
    heard: Instant,
}

/// What a connection has cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traffic {
    /// Octets, before encryption.
    pub(crate) read: u64,
    /// Octets, before encryption.
    pub(crate) written: u64,
    pub(crate) commands: u64,
    /// How often something was written after something was read.
    pub(crate) round_trips: u64,
}

/// How long the caller still waits for something of use. The clock is looked at when there is something to wait for, and
/// not for every response that is there already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    full: Duration,
    /// None where the wait has not begun.
    until: Option<Instant>,
    /// Octets that have come since the caller got something of use, in responses that were worth waiting for longer.
    grown: usize,
}

impl Link {
    /// One without stream, which keeps these limits once it has one.
    pub(super) fn new(limits: Limits, allowance: Allowance) -> Self {
        Link {
            allowance,
            stream: Stream::Closed,
            framer: Framer::new(limits),
            limits,
            traffic: Traffic::default(),
            has_turn_ended: false,
            heard: Instant::now(),
        }
    }

    /// What whoever uses it now may take.
    pub(super) fn allow(&mut self, allowance: &Allowance) {
        self.stream.answers_to(self.allowance.canceller.as_ref(), allowance.canceller.as_ref());
        self.allowance = allowance.clone();
    }

    pub(super) fn allowance(&self) -> &Allowance {
        &self.allowance
    }

    /// The longest wait.
    pub(super) fn timeout(&self) -> Duration {
        self.allowance.timeout
    }

    /// Frames the next response, reading as needed.
    ///
    /// # Errors
    /// `Timeout` naming what is `awaited`, `Bye`, `Limit`.
    pub(super) fn response(&mut self, patience: &mut Patience, awaited: &'static str) -> Result<()> {
        let mut grown = 0;
        loop {
            match self.framer.advance() {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => return Err(self.fail(unreadable(error))),
            }
            // Many small responses may have come in one read: those are no growth.
            if grown >= GROWTH {
                patience.stretch(mem::take(&mut grown), self.limits.waiting);
            }
            grown += self.fill(patience, awaited)?;
        }
    }

    /// Frames the next response if it comes before `until`; what has come of one that does not is kept.
    ///
    /// # Errors
    /// `Bye`, `Limit`, `Cancelled`; `Timeout` at the deadline.
    pub(super) fn response_until(&mut self, until: Instant, awaited: &'static str) -> Result<bool> {
        loop {
            match self.framer.advance() {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(error) => return Err(self.fail(unreadable(error))),
            }
            if self.read(until)?.is_none() {
                self.allowance.check(awaited).map_err(|error| self.fail(error))?;
                if until <= Instant::now() {
                    return Ok(false);
                }
            }
        }
    }

    /// Writes all octets, reading what the server says where it will not take them otherwise.
    ///
    /// # Errors
    /// As [`response`](Self::response).
    pub(super) fn write(&mut self, bytes: &[u8], patience: &mut Patience, awaited: &'static str) -> Result<()> {
        if !mem::replace(&mut self.has_turn_ended, true) {
            self.traffic.round_trips += 1;
        }
        let mut rest = bytes;
        let mut absorbed = 0;
        while !rest.is_empty() {
            self.stream.until(self.allowance.clipped(patience.until().min(Instant::now() + WRITE_SLICE)));
            match self.stream.write(rest) {
                Ok(0) => return Err(self.closed("")),
                Ok(taken) => {
                    rest = rest.get(taken..).unwrap_or_default();
                    self.traffic.written += octets(taken);
                    patience.renew();
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    absorbed += self.absorb(self.limits.response)?;
                    if absorbed > self.limits.response {
                        return Err(self.fail(Error::limit("the server sends without end and takes nothing")));
                    }
                    if patience.is_over() {
                        return Err(self.fail(Error::Timeout { command: awaited }));
                    }
                    self.allowance.check(awaited).map_err(|error| self.fail(error))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // Its farewell may still be there.
                    let _ = self.absorb(GROWTH);
                    return Err(self.closed(&error.to_string()));
                }
            }
        }
        Ok(())
    }

    /// Writes a message behind what was `gathered`, bit by bit; its end may stay gathered.
    ///
    /// # Errors
    /// As [`write`](Self::write); `Read` where it cannot be read, or is not as long any more as it was: then the connection
    /// is closed in the middle of the command, so that the server takes nothing.
    pub(super) fn write_message(
        &mut self,
        message: &Payload,
        gathered: &mut Vec<u8>,
        patience: &mut Patience,
        awaited: &'static str,
    ) -> Result<()> {
        let mut reader = message.reader().map_err(|source| self.fail(Error::Read { source }))?;
        let mut left = message.len();
        loop {
            let before = gathered.len();
            let room = (GATHERED.saturating_sub(before)).max(1) as u64;
            // One octet more than is left would show that it has grown.
            let read = (&mut reader).take(room.min(left + 1)).read_to_end(gathered);
            let read = read.map_err(|source| self.fail(Error::Read { source }))? as u64;
            if read > left || (read == 0 && left > 0) {
                let text = "it is not as long any more as it was when it was measured";
                return Err(self.fail(Error::Read { source: io::Error::new(io::ErrorKind::InvalidData, text) }));
            }
            left -= read;
            if read == 0 {
                return Ok(());
            }
            if gathered.len() >= GATHERED {
                self.write(gathered, patience, awaited)?;
                gathered.clear();
            }
        }
    }

    /// Reads what is there without waiting, and not much more than `most` octets; their number.
    ///
    /// # Errors
    /// `Bye` at the end of the stream.
    pub(super) fn absorb(&mut self, most: usize) -> Result<usize> {
        let mut absorbed = 0;
        self.stream.until(Instant::now() + ABSORB_SLICE);
        let ended = self.stream.set_blocking(false).err().or_else(|| {
            loop {
                match self.stream.read(self.framer.space()) {
                    Ok(0) => break Some(io::ErrorKind::UnexpectedEof.into()),
                    Ok(taken) => {
                        self.framer.received(taken);
                        self.traffic.read += octets(taken);
                        absorbed += taken;
                        if absorbed > most {
                            break None;
                        }
                    }
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break None,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => break Some(error),
                }
            }
        });
        let ended = ended.or_else(|| self.stream.set_blocking(true).err());
        match ended {
            None => Ok(absorbed),
            Some(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(self.closed("")),
            Some(error) => Err(self.closed(&error.to_string())),
        }
    }

    /// Gives the stream away to be wrapped; closed until [`replace_stream`](Self::replace_stream).
    pub(super) fn take_stream(&mut self) -> Stream {
        mem::take(&mut self.stream)
    }

    /// Goes on over another stream, forgetting all that was read from the one before.
    pub(super) fn replace_stream(&mut self, stream: Stream) {
        self.stream = stream;
        self.stream.answers_to(None, self.allowance.canceller.as_ref());
        self.framer = Framer::new(self.limits);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.stream.is_closed()
    }

    /// When something was last read.
    pub(super) fn heard(&self) -> Instant {
        self.heard
    }

    pub(super) fn traffic(&self) -> Traffic {
        self.traffic
    }

    pub(super) fn count_command(&mut self) {
        self.traffic.commands += 1;
    }

    /// Closes the stream for good; gives `error` back.
    pub(super) fn fail(&mut self, error: Error) -> Error {
        self.close();
        error
    }

    pub(super) fn close(&mut self) {
        self.stream = Stream::Closed;
    }

    /// One read; the number of octets.
    fn fill(&mut self, patience: &mut Patience, awaited: &'static str) -> Result<usize> {
        match self.read(patience.until())? {
            Some(taken) => Ok(taken),
            None => Err(self.fail(Error::Timeout { command: awaited })),
        }
    }

    /// One read; the number of octets, and none where nothing came before `until` or the deadline.
    fn read(&mut self, until: Instant) -> Result<Option<usize>> {
        loop {
            self.stream.until(self.allowance.clipped(until));
            match self.stream.read(self.framer.space()) {
                Ok(0) => return Err(self.closed("")),
                Ok(taken) => {
                    self.framer.received(taken);
                    self.traffic.read += octets(taken);
                    self.has_turn_ended = false;
                    self.heard = Instant::now();
                    return Ok(Some(taken));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(self.closed("")),
                Err(error) => return Err(self.closed(&error.to_string())),
            }
        }
    }

    /// The stream has ended. A BYE among what was read before says why, else `reason` does.
    fn closed(&mut self, reason: &str) -> Error {
        self.stream = Stream::Closed;
        if self.allowance.is_cancelled() {
            return Error::Cancelled {};
        }
        while let Ok(true) = self.framer.advance() {
            if let Ok(Response::Status { status: Status::Bye, code, text }) =
                parse(self.framer.response(), &self.limits)
            {
                return Error::Bye { answer: answer(code.as_ref().map(|code| code.name()), text) };
            }
        }
        Error::Bye { answer: Answer::new(None, reason) }
    }
}

impl Default for Link {
    /// A closed one.
    fn default() -> Self {
        Link::new(Limits::default(), Allowance::new(LONGEST_TIMEOUT))
    }
}

impl Patience {
    pub(super) fn new(full: Duration) -> Self {
        Patience { full, until: None, grown: 0 }
    }

    /// The next wait is a new one.
    pub(super) fn renew(&mut self) {
        *self = Patience::new(self.full);
    }

    /// A response grew by so many octets. Of no use, large ones may come without end: `most` in all are waited for.
    fn stretch(&mut self, octets: usize, most: usize) {
        self.grown = self.grown.saturating_add(octets);
        if self.grown <= most {
            self.until = None;
        }
    }

    fn until(&mut self) -> Instant {
        *self.until.get_or_insert_with(|| Instant::now() + self.full)
    }

    fn is_over(&mut self) -> bool {
        self.until() <= Instant::now()
    }
}

/// What a server said for people, as errors keep it.
pub(super) fn answer(code: Option<&str>, text: &[u8]) -> Box<Answer> {
    Answer::new(code, &String::from_utf8_lossy(text))
}

pub(super) fn unreadable(error: WireError) -> Error {
    match error {
        WireError::Limit { .. } => Error::limit(error.to_string()),
        WireError::Malformed { .. } => Error::protocol(error.to_string()),
    }
}

fn octets(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
