//! Sockets, sign-in, flights and the pool. It knows how to talk to a server; what is said, it is given.

mod allowance;
mod channel;
mod config;
mod dal;
mod flight;
mod idle;
mod imap_session;
mod known;
mod lease;
mod link;
mod pool;
mod roles;
#[cfg(any(test, fuzzing))]
mod scripted;
mod secret;
mod stream;
#[cfg(test)]
mod tests;
mod tls;
mod trace;
mod url;

pub use allowance::Canceller;
pub(crate) use channel::PAUSES;
pub use dal::{Dal, DalBuilder};
pub(crate) use flight::{Completion, Event, Flight};
pub(crate) use idle::Heard;
pub(crate) use known::Mark;
pub use lease::Connection;
#[allow(unreachable_pub)] // Named by `Executor`, for nobody outside.
pub use lease::Lease;
#[cfg(any(test, fuzzing))]
pub(crate) use scripted::Scripts;
pub use tls::TlsVersion;

use crate::Result;
use std::time::Duration;

/// What may be added to any point in time without overflow, and is longer than anybody waits.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long a server may take to answer LOGOUT: nobody wants to wait for it.
const LONGEST_FAREWELL: Duration = Duration::from_secs(1);

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Dal {}
    impl Sealed for super::Connection {}
}

/// What runs a query: [`Dal`] or [`Connection`].
#[diagnostic::on_unimplemented(
    message = "a query cannot run on `{Self}`",
    label = "expected `&Dal` or `&Connection`",
    note = "pass `&dal`, from `Dal::connect(url)?`, or `&connection`, from `dal.connection()?`; out of an `Arc` or a guard, `&*dal`; the type of rows is said before: `.select_as::<Type>()`"
)]
pub trait Executor: sealed::Sealed {
    /// A connection for one query.
    ///
    /// # Errors
    /// `Busy` where a [`Connection`] is in use; what opening a connection can bring.
    #[doc(hidden)]
    fn lease(&self) -> Result<Lease>;

    /// Waits before another attempt; false, at once, where the query's deadline leaves no time for that.
    ///
    /// # Errors
    /// `Cancelled`.
    #[doc(hidden)]
    fn pause(&self, time: Duration) -> Result<bool>;

    /// At most so many connections to work on side by side, one at least.
    ///
    /// # Errors
    /// `Busy`, `Connect` where no connection becomes free.
    #[doc(hidden)]
    fn hands(&self, most: usize) -> Result<Vec<Connection>>;
}

#[diagnostic::do_not_recommend]
impl Executor for Dal {
    fn lease(&self) -> Result<Lease> {
        self.lease()
    }

    fn pause(&self, time: Duration) -> Result<bool> {
        trace::pauses(time);
        self.allowance().pause(time)
    }

    fn hands(&self, most: usize) -> Result<Vec<Connection>> {
        self.hands(most)
    }
}

#[diagnostic::do_not_recommend]
impl Executor for Connection {
    fn lease(&self) -> Result<Lease> {
        self.lease()
    }

    fn pause(&self, time: Duration) -> Result<bool> {
        trace::pauses(time);
        self.allowance().pause(time)
    }

    fn hands(&self, _: usize) -> Result<Vec<Connection>> {
        Ok(vec![self.again()])
    }
}
