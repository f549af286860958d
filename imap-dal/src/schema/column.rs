//! The column handle. It has no operators: those are in `query::operators`; reading is in `row`.

use super::Key;
use std::{fmt, marker::PhantomData};

/// A column of kind `K` on the source `M`: what [`mailboxes!`](crate::mailboxes) and
/// [`#[derive(ImapModel)]`](crate::ImapModel) make, and what conditions, orders, assignments and projections start from.
///
/// Every source has the [fixed columns](crate::AnyMailbox#implementations); the methods a column has depend on its
/// kind, by the nine capabilities in [`kind`](crate::kind).
pub struct Column<M, K> {
    key: Key,
    of: PhantomData<fn() -> (M, K)>,
}

impl<M, K> Column<M, K> {
    #[doc(hidden)]
    pub const fn __new(key: Key) -> Self {
        Column { key, of: PhantomData }
    }

    pub(crate) const fn key(self) -> Key {
        self.key
    }
}

impl<M, K> Clone for Column<M, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K> Copy for Column<M, K> {}

impl<M, K> fmt::Debug for Column<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}
