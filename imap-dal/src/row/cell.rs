//! One value of a row, with its kind: what `FromColumn` reads from.

use super::Row;
use crate::{Error, error::Reason, schema::Key};
use std::marker::PhantomData;

/// A fetched value of a column of kind `K`: what [`FromColumn`](crate::FromColumn) reads from.
pub struct Cell<'r, K> {
    row: &'r Row,
    key: Key,
    of: PhantomData<fn() -> K>,
}

impl<'r, K> Cell<'r, K> {
    pub(crate) fn new(row: &'r Row, key: Key) -> Self {
        Cell { row, key, of: PhantomData }
    }

    /// Whether the message lacks it: no such header field, no readable date, no address. Other lists are never missing;
    /// nor is what was not fetched, which is an error to read.
    pub fn is_missing(&self) -> bool {
        self.row.is_missing(self.key)
    }

    /// An error of the reading, which names the mailbox, the uid and the column.
    pub fn error(&self, reason: impl Into<Reason>) -> Error {
        self.row.error(self.key, reason.into())
    }

    pub(crate) fn row(&self) -> &'r Row {
        self.row
    }

    pub(crate) fn key(&self) -> Key {
        self.key
    }
}

impl<K> Clone for Cell<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Cell<'_, K> {}
