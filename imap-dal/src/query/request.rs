//! What a query asks, untyped: what the engine plans and runs.

use super::{MailboxName, Node, OrderKey};
use crate::row::Wanted;

/// A query without its types.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) mailbox: MailboxName,
    pub(crate) condition: Node,
    /// Whether `all()` was written: then a mutation may touch every message.
    pub(crate) all: bool,
    /// The sort keys; ascending uid is always the last one.
    pub(crate) order: Vec<OrderKey>,
    pub(crate) offset: u64,
    pub(crate) limit: Option<u64>,
    pub(crate) exact: bool,
    /// The most octets of mail that may be read.
    pub(crate) max_bytes: Option<u64>,
    /// What the rows need.
    pub(crate) wanted: Wanted,
}
