//! Sockets, sign-in, flights and the pool. It knows how to talk to a server; what is said, it is given.

mod channel;
mod config;
mod dal;
mod flight;
mod imap_session;
mod lease;
mod link;
mod pool;
mod roles;
mod stream;
#[cfg(test)]
mod tests;
mod url;

pub(crate) use channel::PAUSES;
pub use dal::{Dal, DalBuilder};
pub(crate) use flight::{Completion, Event, Flight};
pub use lease::Connection;
#[allow(unreachable_pub)] // Named by `Executor`, for nobody outside.
pub use lease::Lease;

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
    note = "pass `&dal`, from `Dal::connect(url)?`, or `&connection`, from `dal.connection()?`"
)]
pub trait Executor: sealed::Sealed {
    /// A connection for one query.
    ///
    /// # Errors
    /// `Busy` where a [`Connection`] is in use; what opening a connection can bring.
    #[doc(hidden)]
    fn lease(&self) -> Result<Lease>;

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

    fn hands(&self, most: usize) -> Result<Vec<Connection>> {
        self.hands(most)
    }
}

#[diagnostic::do_not_recommend]
impl Executor for Connection {
    fn lease(&self) -> Result<Lease> {
        self.lease()
    }

    fn hands(&self, _: usize) -> Result<Vec<Connection>> {
        Ok(vec![self.again()])
    }
}
