//! Types that are read from a whole message.

use super::{Row, Wanted};
use crate::Result;

/// A type that is read from a whole message; derived by [`ImapModel`](crate::ImapModel).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a message",
    label = "not a row type",
    note = "rows are structs with `#[derive(ImapModel)]`: add it, if `{Self}` is a struct of yours; single columns are read with `select((..))`"
)]
pub trait FromRow: Sized + 'static {
    #[doc(hidden)]
    fn wanted(out: &mut Wanted);

    /// Reads it.
    ///
    /// # Errors
    /// The first [`Decode`](crate::Error::Decode) error of a field.
    fn from_row(row: &Row) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Fields> FromRow for T {
    fn wanted(out: &mut Wanted) {
        T::wanted_fields(out);
    }

    fn from_row(row: &Row) -> Result<Self> {
        T::from_fields(row)
    }
}

/// What the derive writes for [`FromRow`].
#[doc(hidden)]
pub trait Fields: Sized + 'static {
    fn wanted_fields(out: &mut Wanted);
    #[allow(clippy::missing_errors_doc)]
    fn from_fields(row: &Row) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl FromRow for Row {
    fn wanted(out: &mut Wanted) {
        out.add_everything();
    }

    fn from_row(row: &Row) -> Result<Self> {
        Ok(row.clone())
    }
}
