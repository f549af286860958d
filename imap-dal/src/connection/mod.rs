//! Sockets, sign-in, flights and the pool.

use crate::{MailboxInfo, Profile, Result};
use std::{path::Path, time::Duration};

/// A pool of connections; clones share it.
#[derive(Clone, Debug)]
pub struct Dal(());
/// One connection.
#[derive(Debug)]
pub struct Connection(());

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
pub trait Executor: sealed::Sealed {}
#[diagnostic::do_not_recommend]
impl Executor for Dal {}
#[diagnostic::do_not_recommend]
impl Executor for Connection {}

/// What a [`Dal`] is made from.
#[derive(Clone)]
#[must_use]
pub struct DalBuilder(());

#[allow(unused_variables, missing_docs)]
#[rustfmt::skip]
impl Dal {
    pub fn connect(url: &str) -> Result<Dal> { todo!() }
    pub fn builder(url: &str) -> DalBuilder { DalBuilder(()) }
    pub fn mailboxes(&self) -> Result<Vec<MailboxInfo>> { todo!() }
    pub fn connection(&self) -> Result<Connection> { todo!() }
}
#[allow(unused_variables, missing_docs)]
#[rustfmt::skip]
impl DalBuilder {
    pub fn pool_size(self, connections: usize) -> Self { self }
    pub fn timeout(self, timeout: Duration) -> Self { self }
    pub fn root_certificate(self, path: impl AsRef<Path>) -> Self { self }
    pub fn pipelining(self, on: bool) -> Self { self }
    pub fn hide_capabilities<T: AsRef<str>>(self, names: impl IntoIterator<Item = T>) -> Self { self }
    pub fn profile(self, profile: Profile) -> Self { self }
    pub fn connect(self) -> Result<Dal> { todo!() }
}
#[allow(unused_variables, missing_docs)]
#[rustfmt::skip]
impl Connection {
    pub fn capabilities(&self) -> Result<Vec<String>> { todo!() }
    pub fn with_imap<T>(&self, f: impl FnOnce(&mut imap::Session<imap::Connection>) -> imap::Result<T>) -> Result<T> { todo!() }
}
