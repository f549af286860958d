//! What may be selected from a source.

use super::UsableIn;
use crate::{Column, ReadAs, Readable, Selectable, kind::Kind};

/// What `select` takes on `S`: a column, a column with the type it is read as, or a tuple of 2 to 8 of them; a `Vec` of
/// one type of column, which for columns chosen at run time is a box:
///
/// ```
/// use imap_dal::{Projection, prelude::*};
///
/// let mut columns: Vec<Box<dyn Projection<AnyMailbox, Output = Option<String>>>> = vec![Box::new(AnyMailbox::subject)];
/// for header in ["List-Id", "X-Priority"] {
///     columns.push(Box::new(AnyMailbox::header(header)));
/// }
/// let rows: Query<AnyMailbox, Vec<Option<String>>> = AnyMailbox::in_mailbox("INBOX").all().select(columns);
/// # let _ = rows;
/// ```
// Apart from `Readable`, so that a column of another mailbox is an error at the operand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{S}`",
    label = "a column, 2 to 8 in a tuple, or `select_as`"
)]
pub trait Projection<S>: Readable {}

impl<S, M: UsableIn<S>, K: Selectable> Projection<S> for Column<M, K> {}
impl<S, M: UsableIn<S>, K: Kind, T: 'static> Projection<S> for ReadAs<M, K, T> {}

#[diagnostic::do_not_recommend]
impl<S: 'static, T: 'static> Projection<S> for Box<dyn Projection<S, Output = T>> {}
#[diagnostic::do_not_recommend]
impl<S, P: Projection<S>> Projection<S> for Vec<P> {}

macro_rules! tuples {
    ($(($($p:ident)+))+) => { $( impl<S, $($p: Projection<S>),+> Projection<S> for ($($p,)+) {} )+ };
}
// With columns and `read_as` nine: rustc lists up to nine in full.
tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
