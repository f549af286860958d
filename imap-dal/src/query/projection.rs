//! What may be selected from a source.

use super::UsableIn;
use crate::{Column, FromColumn, ReadAs, Readable, kind::Kind};

/// What `select` takes on `S`: a column, a column with the type it is read as, or a tuple of 2 to 8 of them.
// Apart from `Readable`, so that a column of another mailbox is an error at the operand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{S}`",
    label = "a column, 2 to 8 in a tuple, or `select_as`"
)]
pub trait Projection<S>: Readable {}

impl<S, M: UsableIn<S>, K: Kind<Native: FromColumn<K>>> Projection<S> for Column<M, K> {}
impl<S, M: UsableIn<S>, K: Kind, T: 'static> Projection<S> for ReadAs<M, K, T> {}

macro_rules! tuples {
    ($(($($p:ident)+))+) => { $( impl<S, $($p: Projection<S>),+> Projection<S> for ($($p,)+) {} )+ };
}
// With columns and `read_as` nine: rustc lists up to nine in full.
tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
