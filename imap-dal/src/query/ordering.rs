//! Sort keys, as values.

use crate::schema::Key;
use std::{fmt, marker::PhantomData};

/// A sort key on messages of `M`, made by [`asc`](crate::Column::asc) and [`desc`](crate::Column::desc).
#[must_use = "an order does nothing until it is given to `order_by`"]
pub struct Ordering<M> {
    by: OrderKey,
    of: PhantomData<fn() -> M>,
}

/// A sort key, untyped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderKey {
    pub(crate) key: Key,
    pub(crate) descending: bool,
}

impl<M> Ordering<M> {
    pub(crate) fn new(key: Key, descending: bool) -> Self {
        Ordering { by: OrderKey { key, descending }, of: PhantomData }
    }

    pub(crate) fn key(&self) -> OrderKey {
        self.by
    }
}

impl<M> Clone for Ordering<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Ordering<M> {}

impl<M> fmt::Debug for Ordering<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by.fmt(f)
    }
}

impl fmt::Debug for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}()", self.key, if self.descending { "desc" } else { "asc" })
    }
}
