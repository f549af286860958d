//! Commands sent together and their answers, pulled one by one. Knows tags, continuations and completions; what the
//! answers mean is the caller's.

use super::{
    channel::Channel,
    link::{Patience, answer, unreadable},
    secret::Secrets,
    trace::{self, FlightTrace},
};
use crate::{
    Error, Result,
    error::Answer,
    wire::{Code, Command, Piece, Response, Status, parse},
};
use std::mem;

/// Crate `imap` counts `a1`, `a2`, ..
pub(super) const TAG_PREFIX: &str = "d";

/// Octets gathered for one write; longer ones are written as they are.
pub(super) const GATHERED: usize = 32 * 1024;

/// Commands under way. While it is not complete its channel can begin no other, and a channel that is dropped then is
/// closed.
#[derive(Debug)]
pub(crate) struct Flight {
    sent: Vec<Sending>,
    /// The first that is not completed: those before it need not be looked at for every response.
    first_open: usize,
    /// The number of the first command's tag.
    first_tag: u64,
    /// How many commands are wholly sent.
    done_sending: usize,
    /// How many commands were begun to be sent and are not completed.
    under_way: usize,
    /// Whether the command after those `done_sending` waits for `+` to send its rest.
    awaits_continuation: bool,
    /// A command was refused: what is not begun is not sent.
    is_refused: bool,
    patience: Patience,
    trace: FlightTrace,
}

#[derive(Debug)]
struct Sending {
    name: &'static str,
    chunks: std::vec::IntoIter<Vec<Piece>>,
    is_begun: bool,
    is_completed: bool,
}

/// What a flight brings.
#[derive(Clone, Debug)]
pub(crate) enum Event<'a> {
    /// Any untagged response but BYE. It may belong to any command under way, or to none.
    Untagged(Response<'a>),
    /// The end of the command with this index in the flight.
    Completed { index: usize, completion: Completion<'a> },
}

/// How a command ended: OK, NO or BAD.
#[derive(Clone, Debug)]
pub(crate) struct Completion<'a> {
    pub(crate) status: Status,
    pub(crate) code: Option<Code<'a>>,
    pub(crate) text: &'a [u8],
    /// What the server may have repeated in its text.
    pub(super) secrets: &'a Secrets,
}

impl Flight {
    /// The caller got something of use, and may take its time with it: the time-out begins anew when it comes back.
    pub(crate) fn progress(&mut self) {
        self.patience.renew();
    }

    /// Whether a command under way brings messages.
    pub(crate) fn awaits_messages(&self) -> bool {
        let brings = |command: &Sending| command.name.ends_with("FETCH") || command.name.ends_with("STORE");
        self.sent.iter().skip(self.first_open).any(|command| !command.is_completed && brings(command))
    }

    /// The commands that were never sent because one before them was refused.
    #[cfg(test)]
    pub(crate) fn skipped(&self) -> std::ops::Range<usize> {
        let end = if self.is_refused { self.sent.len() } else { self.done_sending };
        self.done_sending..end
    }

    /// How many commands it has.
    pub(crate) fn len(&self) -> usize {
        self.sent.len()
    }

    /// The name of a command of the flight, for errors.
    pub(crate) fn name(&self, index: usize) -> &'static str {
        self.sent.get(index).map_or("a command", |command| command.name)
    }

    /// The command of the flight that has this tag.
    pub(crate) fn index_of(&self, tag: &[u8]) -> Option<usize> {
        let number: u64 = str::from_utf8(tag).ok()?.strip_prefix(TAG_PREFIX)?.parse().ok()?;
        usize::try_from(number.checked_sub(self.first_tag)?).ok().filter(|index| *index < self.sent.len())
    }

    /// Whether all that will be sent is completed.
    pub(crate) fn is_complete(&self) -> bool {
        self.under_way == 0 && (self.is_refused || self.done_sending == self.sent.len())
    }

    /// The oldest command that is not completed.
    fn awaited(&self) -> &'static str {
        self.name(self.first_open)
    }

    fn complete(&mut self, tag: &[u8], status: Status) -> Option<usize> {
        let index = self.index_of(tag)?;
        let awaits_rest = self.awaits_continuation && index == self.done_sending;
        if index >= self.done_sending && !awaits_rest {
            return None;
        }
        let command = self.sent.get_mut(index).filter(|command| !command.is_completed)?;
        command.is_completed = true;
        if awaits_rest {
            // Refused instead of continued: its rest must not be sent, nor what was to follow it.
            command.chunks = Vec::new().into_iter();
            self.awaits_continuation = false;
            self.done_sending += 1;
            self.is_refused = true;
        }
        self.first_open += self.sent.iter().skip(self.first_open).take_while(|command| command.is_completed).count();
        self.under_way -= 1;
        self.is_refused |= status != Status::Ok;
        self.patience.renew();
        Some(index)
    }
}

impl Completion<'_> {
    /// # Errors
    /// `No` or `Bad` naming the command and mailbox; `MailboxNotFound` where the code says so.
    pub(crate) fn ok(&self, command: &'static str, mailbox: Option<&str>) -> Result<()> {
        if self.status == Status::Ok { Ok(()) } else { Err(self.refusal(command, mailbox)) }
    }

    /// The error of a command that was refused.
    pub(crate) fn refusal(&self, command: &'static str, mailbox: Option<&str>) -> Error {
        if let (Some(mailbox), Some(Code::NonExistent)) = (mailbox, &self.code) {
            return Error::MailboxNotFound { mailbox: mailbox.into() };
        }
        let mut answer = answer(self.code.as_ref().map(|code| code.name()), self.text);
        self.secrets.hide_in(&mut answer);
        let mailbox = mailbox.map(Into::into);
        match self.status {
            Status::Bad => Error::Bad { command, mailbox, answer },
            _ => Error::No { command, mailbox, answer },
        }
    }
}

impl Channel {
    /// Sends commands together, or one after the other where pipelining is off. One that needs a synchronising literal
    /// holds up those after it. After a refused command nothing more is begun.
    ///
    /// # Errors
    /// `InvalidInput` where a value cannot be sent: then nothing was. `Busy` while another flight is not complete. What
    /// ends the connection: `Bye`, `Timeout`, `Protocol`, `Limit`.
    pub(crate) fn begin(&mut self, commands: Vec<Command>) -> Result<Flight> {
        if self.has_open_flight {
            return Err(Error::Busy {});
        }
        let awaited = commands.first().map_or("a command", Command::name);
        self.link.allowance().check(awaited).map_err(|error| self.link.fail(error))?;
        let mut flight = Flight {
            sent: Vec::new(),
            first_open: 0,
            first_tag: self.next_tag,
            done_sending: 0,
            under_way: 0,
            awaits_continuation: false,
            is_refused: false,
            patience: Patience::new(self.link.timeout()),
            trace: FlightTrace::begin(self.link.traffic()),
        };
        self.extend(&mut flight, commands)?;
        Ok(flight)
    }

    /// Adds commands to a flight, also to a complete one that was the last on this channel. A flight with a refused
    /// command takes no more: they are skipped.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub(crate) fn extend(&mut self, flight: &mut Flight, commands: Vec<Command>) -> Result<()> {
        if self.next_tag != flight.first_tag + flight.sent.len() as u64 {
            return Err(Error::Busy {});
        }
        let literals = self.literals();
        let mut encoded = Vec::with_capacity(commands.len());
        for (tag, command) in (self.next_tag..).zip(&commands) {
            let octets = command
                .encode(&format!("{TAG_PREFIX}{tag}"), literals)
                .map_err(|refused| Error::invalid(format!("{} cannot be sent: {refused}", command.name())))?;
            flight.trace.sends(command.name());
            encoded.push(Sending {
                name: command.name(),
                chunks: octets.chunks.into_iter(),
                is_begun: false,
                is_completed: false,
            });
        }
        self.next_tag += commands.len() as u64;
        self.keep_record(commands);
        flight.sent.extend(encoded);
        self.has_open_flight = !flight.is_complete();
        self.send(flight).map_err(|error| self.failed(flight, error))
    }

    /// The next thing a flight brings; none when all that was sent is completed.
    ///
    /// # Errors
    /// What ends the connection: `Bye`; `Timeout`, where nothing of use came in time; `Protocol`; `Limit`.
    pub(crate) fn next(&mut self, flight: &mut Flight) -> Result<Option<Event<'_>>> {
        if !self.advance(flight)? {
            return Ok(None);
        }
        self.event(flight).map(Some)
    }

    /// Sends one command and passes the untagged responses to `on`, until it ends. They are no progress: what brings
    /// many wants a flight.
    ///
    /// # Errors
    /// As [`begin`](Self::begin) and [`next`](Self::next), and the first of `on`, after which the channel is closed. A
    /// refusal is no error here: see [`Completion::ok`].
    pub(crate) fn run(
        &mut self,
        command: Command,
        mut on: impl FnMut(Response<'_>) -> Result<()>,
    ) -> Result<Completion<'_>> {
        let most = self.traffic().read.saturating_add(self.limits().response as u64);
        let mut flight = self.begin(vec![command])?;
        while self.advance(&mut flight)? && self.link.framer.response().starts_with(b"*") {
            if self.traffic().read > most {
                return Err(self.link.fail(Error::limit(format!("the answer to {} is without end", flight.name(0)))));
            }
            if let Event::Untagged(response) = self.event(&mut flight)? {
                on(response)?;
            }
        }
        match self.event(&mut flight)? {
            Event::Completed { completion, .. } => Ok(completion),
            Event::Untagged(_) => Err(Error::protocol("a command ended without completion")),
        }
    }

    /// Frames the next response that is an event; false when all that was sent is completed.
    fn advance(&mut self, flight: &mut Flight) -> Result<bool> {
        self.frame(flight).map_err(|error| self.failed(flight, error))
    }

    /// The error that ends a flight, as it may be told.
    fn failed(&self, flight: &Flight, error: Error) -> Error {
        let error = self.secrets.removed_from_error(error);
        flight.trace.fails(self.link.traffic(), &error);
        error
    }

    fn frame(&mut self, flight: &mut Flight) -> Result<bool> {
        let framed = loop {
            self.send(flight)?;
            if flight.is_complete() {
                self.has_open_flight = false;
                break false;
            }
            let awaited = flight.awaited();
            self.link.response(&mut flight.patience, awaited).map_err(|error| self.if_half_open(error))?;
            self.is_silent = false;
            match self.link.framer.response().first() {
                None => continue,
                Some(b'+') => {}
                Some(_) => break true,
            }
            if !flight.awaits_continuation {
                return Err(self.link.fail(Error::protocol("the server asks to continue a command that is complete")));
            }
            flight.awaits_continuation = false;
            flight.patience.renew();
        };
        Ok(framed)
    }

    /// A connection that was idle and then brings nothing at all was lost meanwhile, and nobody told us.
    fn if_half_open(&self, error: Error) -> Error {
        match error {
            Error::Timeout { command } if self.is_silent => Error::Bye {
                answer: Answer::new(None, &format!("after it was idle it brought no answer to {command} in time")),
            },
            error => error,
        }
    }

    /// The response just framed.
    fn event<'c>(&'c mut self, flight: &mut Flight) -> Result<Event<'c>> {
        let traffic = self.link.traffic();
        let secrets = &*self.secrets;
        let failed = |flight: &Flight, error| {
            let error = secrets.removed_from_error(error);
            flight.trace.fails(traffic, &error);
            Err(error)
        };
        let shown = |text: &[u8]| secrets.removed_from(&String::from_utf8_lossy(text));
        // A borrowed response keeps the link from being closed here; a flight that stays open does the same.
        let response = match parse(self.link.framer.response(), &self.link.limits) {
            Ok(response) => response,
            Err(error) => return failed(flight, unreadable(error)),
        };
        match response {
            Response::Tagged { tag, status: status @ (Status::Ok | Status::No | Status::Bad), code, text } => {
                let Some(index) = flight.complete(tag, status) else {
                    let tag = String::from_utf8_lossy(tag);
                    let stray = format!("it completes a command `{tag}` that is not under way");
                    return failed(flight, Error::protocol(stray));
                };
                self.has_open_flight = !flight.is_complete();
                if status != Status::Ok {
                    flight.trace.refused(flight.name(index), &shown(text));
                }
                if let Some(Code::NonExistent | Code::TryCreate) = code {
                    // It may have been renamed, and its role with it.
                    self.known.forget_roles();
                }
                if !self.has_open_flight {
                    flight.trace.ends(traffic);
                }
                Ok(Event::Completed { index, completion: Completion { status, code, text, secrets } })
            }
            Response::Tagged { code, text, .. } | Response::Status { status: Status::Bye, code, text } => {
                failed(flight, Error::Bye { answer: answer(code.as_ref().map(|code| code.name()), text) })
            }
            response => {
                match &response {
                    Response::Fetch(_) => flight.trace.row(),
                    Response::Status { code: Some(Code::Alert), text, .. } => trace::alert(&shown(text)),
                    _ => {}
                }
                Ok(Event::Untagged(response))
            }
        }
    }

    /// Writes what may be written now.
    fn send(&mut self, flight: &mut Flight) -> Result<()> {
        let awaited = flight.awaited();
        let mut gathered = Vec::new();
        while !flight.awaits_continuation {
            let Some(command) = flight.sent.get_mut(flight.done_sending) else { break };
            if !command.is_begun {
                if flight.is_refused || (flight.under_way > 0 && !self.config.pipelining) {
                    break;
                }
                command.is_begun = true;
                flight.under_way += 1;
                self.link.count_command();
            }
            for piece in command.chunks.next().unwrap_or_default() {
                match piece {
                    Piece::Octets(octets) if gathered.len() + octets.len() <= GATHERED => {
                        gathered.extend_from_slice(&octets);
                    }
                    Piece::Octets(octets) => {
                        self.link.write(&mem::take(&mut gathered), &mut flight.patience, awaited)?;
                        self.link.write(&octets, &mut flight.patience, awaited)?;
                    }
                    Piece::Message(message) => {
                        self.link.write_message(&message, &mut gathered, &mut flight.patience, awaited)?;
                    }
                }
            }
            if command.chunks.len() == 0 {
                flight.done_sending += 1;
            } else {
                flight.awaits_continuation = true;
            }
        }
        if gathered.is_empty() { Ok(()) } else { self.link.write(&gathered, &mut flight.patience, awaited) }
    }
}
