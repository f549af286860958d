//! What is told to crate tracing: a span for each flight, and what becomes of connections. Commands by their names only;
//! what a server says for people, escaped and cut. Without the feature `tracing` nothing.

#[cfg(feature = "tracing")]
pub(super) use with_tracing::*;
#[cfg(not(feature = "tracing"))]
pub(super) use without::*;

#[cfg(feature = "tracing")]
mod with_tracing {
    use crate::{Error, connection::link::Traffic, display::shortened};
    use std::time::Duration;
    use tracing::{Span, debug, debug_span, field::Empty, warn};

    /// Characters of what a server or an error says.
    const SHOWN: usize = 300;

    /// A flight, as its span tells of it.
    #[derive(Debug)]
    pub(in crate::connection) struct FlightTrace {
        span: Span,
        before: Traffic,
        commands: String,
        rows: u64,
    }

    impl FlightTrace {
        pub(in crate::connection) fn begin(before: Traffic) -> Self {
            let span = debug_span!(
                "flight",
                commands = Empty,
                rows = Empty,
                read = Empty,
                written = Empty,
                round_trips = Empty,
                error = Empty,
            );
            FlightTrace { span, before, commands: String::new(), rows: 0 }
        }

        pub(in crate::connection) fn sends(&mut self, name: &'static str) {
            if !self.span.is_disabled() {
                let separator = if self.commands.is_empty() { "" } else { ", " };
                self.commands.extend([separator, name]);
            }
        }

        pub(in crate::connection) fn row(&mut self) {
            self.rows += 1;
        }

        /// It is complete, as far as was sent.
        pub(in crate::connection) fn ends(&self, now: Traffic) {
            self.span.record("commands", self.commands.as_str());
            self.span.record("rows", self.rows);
            self.span.record("read", now.read.wrapping_sub(self.before.read));
            self.span.record("written", now.written.wrapping_sub(self.before.written));
            self.span.record("round_trips", now.round_trips.wrapping_sub(self.before.round_trips));
        }

        pub(in crate::connection) fn fails(&self, now: Traffic, error: &Error) {
            self.ends(now);
            self.span.record("error", shown(error).as_str());
        }

        pub(in crate::connection) fn refused(&self, command: &'static str, text: &str) {
            let answer = shortened(text, SHOWN);
            debug!(parent: &self.span, command, answer, "refused");
        }
    }

    pub(in crate::connection) fn connected(host: &str, is_encrypted: bool, traffic: Traffic) {
        debug!(host, is_encrypted, round_trips = traffic.round_trips, "connected");
    }

    pub(in crate::connection) fn not_connected(host: &str, error: &Error) {
        debug!(host, error = shown(error), "not connected");
    }

    pub(in crate::connection) fn replaced() {
        debug!("a connection was lost and is replaced");
    }

    pub(in crate::connection) fn pauses(time: Duration) {
        debug!(milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX), "the server asks for patience");
    }

    /// What a server wants people to see (RFC 9051, section 7.1).
    pub(in crate::connection) fn alert(text: &str) {
        warn!(text = shortened(text, SHOWN), "alert");
    }

    fn shown(error: &Error) -> String {
        shortened(&error.to_string(), SHOWN)
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use crate::{Error, connection::link::Traffic};
    use std::time::Duration;

    #[derive(Debug)]
    pub(in crate::connection) struct FlightTrace;

    impl FlightTrace {
        pub(in crate::connection) fn begin(_: Traffic) -> Self {
            FlightTrace
        }

        pub(in crate::connection) fn sends(&mut self, _: &'static str) {}

        pub(in crate::connection) fn row(&mut self) {}

        pub(in crate::connection) fn ends(&self, _: Traffic) {}

        pub(in crate::connection) fn fails(&self, _: Traffic, _: &Error) {}

        pub(in crate::connection) fn refused(&self, _: &'static str, _: &str) {}
    }

    pub(in crate::connection) fn connected(_: &str, _: bool, _: Traffic) {}

    pub(in crate::connection) fn not_connected(_: &str, _: &Error) {}

    pub(in crate::connection) fn replaced() {}

    pub(in crate::connection) fn pauses(_: Duration) {}

    pub(in crate::connection) fn alert(_: &str) {}
}
