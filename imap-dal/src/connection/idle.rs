//! Listening to the server while nothing is asked of it: IDLE (RFC 2177), or NOOP now and then. What counts as news is
//! the caller's to say.

use super::{
    channel::Channel,
    flight::TAG_PREFIX,
    link::{Patience, answer, unreadable},
    trace::FlightTrace,
};
use crate::{
    Error, Result,
    error::Answer,
    wire::{Code, Command, Response, Status, parse},
};
use std::time::Instant;

const IDLE: &str = "IDLE";

/// What one turn of listening came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    News,
    /// Its time is over.
    Nothing,
    /// The server does not do what it announces.
    Refused,
}

/// What a response is to one who listens.
enum Said {
    Untagged { is_news: bool },
    Continue,
    Completed(Status),
}

impl Channel {
    /// Sends IDLE and listens until there is news, or until the time given; then DONE.
    ///
    /// # Errors
    /// What ends the connection; `Bye` also where a server that was listened to for long does not answer DONE: then the
    /// connection was lost, and nobody told us.
    pub(crate) fn idle(&mut self, until: Instant, is_news: impl FnMut(&Response<'_>) -> bool) -> Result<Heard> {
        if self.has_open_flight {
            return Err(Error::Busy {});
        }
        let mut trace = FlightTrace::begin(self.link.traffic());
        trace.sends(IDLE);
        let heard = self.idle_once(until, is_news).map_err(|error| self.secrets.removed_from_error(error));
        match &heard {
            Ok(_) => trace.ends(self.link.traffic()),
            Err(error) => trace.fails(self.link.traffic(), error),
        }
        heard
    }

    fn idle_once(&mut self, until: Instant, mut is_news: impl FnMut(&Response<'_>) -> bool) -> Result<Heard> {
        let tag = format!("{TAG_PREFIX}{}", self.next_tag);
        self.next_tag += 1;
        self.has_open_flight = true;
        self.link.count_command();
        let mut patience = Patience::new(self.link.timeout());
        self.link.write(format!("{tag} {IDLE}\r\n").as_bytes(), &mut patience, IDLE)?;
        let mut heard = Heard::Nothing;
        loop {
            self.link.response(&mut patience, IDLE)?;
            match self.said(&tag, &mut is_news)? {
                Said::Untagged { is_news } => heard = if is_news { Heard::News } else { heard },
                Said::Continue => break,
                Said::Completed(status) => {
                    self.has_open_flight = false;
                    let refused = if status == Status::Ok { Heard::Nothing } else { Heard::Refused };
                    return Ok(if heard == Heard::News { heard } else { refused });
                }
            }
        }
        while heard == Heard::Nothing && self.link.response_until(until, IDLE)? {
            match self.said(&tag, &mut is_news)? {
                Said::Untagged { is_news } => heard = if is_news { Heard::News } else { heard },
                Said::Continue => {}
                // Some servers end it themselves.
                Said::Completed(_) => {
                    self.has_open_flight = false;
                    return Ok(heard);
                }
            }
        }
        patience.renew();
        self.link.write(b"DONE\r\n", &mut patience, IDLE)?;
        loop {
            self.link.response(&mut patience, IDLE).map_err(|error| match error {
                Error::Timeout { .. } => Error::Bye { answer: Answer::new(None, "it no longer answered in IDLE") },
                error => error,
            })?;
            match self.said(&tag, &mut is_news)? {
                Said::Untagged { is_news: true } => heard = Heard::News,
                Said::Untagged { .. } | Said::Continue => {}
                Said::Completed(_) => {
                    self.has_open_flight = false;
                    return Ok(heard);
                }
            }
        }
    }

    /// Listens without asking anything, then asks with NOOP.
    ///
    /// # Errors
    /// What ends the connection.
    pub(crate) fn poll(&mut self, until: Instant, mut is_news: impl FnMut(&Response<'_>) -> bool) -> Result<Heard> {
        const NOOP: &str = "NOOP";
        if self.has_open_flight {
            return Err(Error::Busy {});
        }
        self.has_open_flight = true;
        while self.link.response_until(until, NOOP)? {
            match self.said("", &mut is_news)? {
                Said::Untagged { is_news: true } => {
                    self.has_open_flight = false;
                    return Ok(Heard::News);
                }
                Said::Untagged { .. } => {}
                Said::Continue | Said::Completed(_) => return Err(unasked()),
            }
        }
        self.has_open_flight = false;
        let mut heard = Heard::Nothing;
        let completion = self.run(Command::new(NOOP), |response| {
            if is_news(&response) {
                heard = Heard::News;
            }
            Ok(())
        })?;
        completion.ok(NOOP, None)?;
        Ok(heard)
    }

    /// What the response just framed says.
    fn said(&self, tag: &str, is_news: &mut impl FnMut(&Response<'_>) -> bool) -> Result<Said> {
        match parse(self.link.framer.response(), &self.link.limits).map_err(unreadable)? {
            Response::Continue { .. } => Ok(Said::Continue),
            Response::Status { status: Status::Bye, code, text } => {
                Err(Error::Bye { answer: answer(code.as_ref().map(Code::name), text) })
            }
            Response::Tagged { tag: own, status: status @ (Status::Ok | Status::No | Status::Bad), .. }
                if own == tag.as_bytes() =>
            {
                Ok(Said::Completed(status))
            }
            Response::Tagged { .. } => Err(unasked()),
            response => Ok(Said::Untagged { is_news: is_news(&response) }),
        }
    }
}

fn unasked() -> Error {
    Error::protocol("it answers a command that is not under way")
}
