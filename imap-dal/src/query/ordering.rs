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
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OrderKey {
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

/// What `order_by` takes: the [`Ordering`] of a column that may be used there.
#[diagnostic::on_unimplemented(
    message = "messages cannot be ordered by `{Self}`",
    label = "expected `column.asc()` or `column.desc()`",
    note = "one `order_by(..)` takes one column; a further `order_by(..)` decides where the first finds no difference"
)]
pub trait SortKey {
    /// The source that its column is of.
    type Of;
    #[doc(hidden)]
    fn add_to(self, order: &mut Vec<OrderKey>);
}

#[diagnostic::do_not_recommend]
impl<M> SortKey for Ordering<M> {
    type Of = M;

    fn add_to(self, order: &mut Vec<OrderKey>) {
        order.push(self.key());
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
