//! Sort keys, as values.

use crate::schema::Key;
use std::marker::PhantomData;

/// A sort key on messages of `M`.
#[must_use = "an order does nothing until it is given to `order_by`"]
#[derive(Debug)]
pub struct Ordering<M> {
    by: OrderKey,
    of: PhantomData<fn() -> M>,
}
impl<M> Ordering<M> {
    pub(crate) fn new(key: Key, descending: bool) -> Self {
        Ordering { by: OrderKey { key, descending }, of: PhantomData }
    }

    pub(crate) fn key(&self) -> OrderKey {
        self.by
    }
}

/// A sort key, untyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OrderKey {
    pub(crate) key: Key,
    pub(crate) descending: bool,
}
