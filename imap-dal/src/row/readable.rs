//! Columns, and tuples of them, as what is read from a row.

use super::{Cell, FromColumn, Needs, Row, Wanted};
use crate::{Column, Projection, Result, kind::Kind};

/// A column, a column with the type it is read as, or a tuple of them: what [`Row::get`] and `select` take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column",
    label = "expected a column, as `AnyMailbox::subject`"
)]
pub trait Readable: Send + Sync + 'static {
    /// What is read.
    type Output;
    #[doc(hidden)]
    fn wanted(&self, out: &mut Wanted);
    #[doc(hidden)]
    fn read(&self, row: &Row) -> Result<Self::Output>;
}

/// A column read as another type, made by [`Column::read_as`].
// It holds the function, so that a wrong type is one error, at `read_as`.
pub struct ReadAs<M, K, T> {
    column: Column<M, K>,
    needs: Needs,
    read: fn(Cell<'_, K>) -> Result<T>,
}

impl<M, K, T: FromColumn<K>> ReadAs<M, K, T> {
    pub(crate) fn new(column: Column<M, K>) -> Self {
        ReadAs { column, needs: T::NEEDS, read: T::from_column }
    }

    pub(crate) fn or_default(column: Column<M, K>) -> Self
    where
        T: Default,
    {
        fn read<K, T: FromColumn<K> + Default>(cell: Cell<'_, K>) -> Result<T> {
            if cell.is_missing() { Ok(T::default()) } else { T::from_column(cell) }
        }
        ReadAs { column, needs: T::NEEDS, read }
    }
}

impl<M, K, T> Clone for ReadAs<M, K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K, T> Copy for ReadAs<M, K, T> {}

/// A kind that can be read.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` columns can be searched in, not read",
    label = "for conditions only",
    note = "of a message's text read `content`"
)]
pub trait Selectable: Kind<Native: FromColumn<Self>> + Sized {}

#[diagnostic::do_not_recommend]
impl<K: Kind<Native: FromColumn<K>>> Selectable for K {}

impl<M: 'static, K: Selectable> Readable for Column<M, K> {
    type Output = K::Native;

    fn wanted(&self, out: &mut Wanted) {
        self.read_as::<K::Native>().wanted(out);
    }

    fn read(&self, row: &Row) -> Result<K::Native> {
        self.read_as::<K::Native>().read(row)
    }
}

#[diagnostic::do_not_recommend]
impl<M: 'static, K: Kind, T: 'static> Readable for ReadAs<M, K, T> {
    type Output = T;

    fn wanted(&self, out: &mut Wanted) {
        out.add(self.column.key(), self.needs);
    }

    fn read(&self, row: &Row) -> Result<T> {
        (self.read)(Cell::new(row, self.column.key()))
    }
}

/// A column chosen at run time, beside others that are read as the same type.
#[diagnostic::do_not_recommend]
impl<S: 'static, T: 'static> Readable for Box<dyn Projection<S, Output = T>> {
    type Output = T;

    fn wanted(&self, out: &mut Wanted) {
        (**self).wanted(out);
    }

    fn read(&self, row: &Row) -> Result<T> {
        (**self).read(row)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Readable> Readable for Vec<P> {
    type Output = Vec<P::Output>;

    fn wanted(&self, out: &mut Wanted) {
        self.iter().for_each(|column| column.wanted(out));
    }

    fn read(&self, row: &Row) -> Result<Self::Output> {
        self.iter().map(|column| column.read(row)).collect()
    }
}

macro_rules! tuples {
    ($(($($p:ident)+))+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($p: Readable),+> Readable for ($($p,)+) {
            type Output = ($($p::Output,)+);

            #[allow(non_snake_case)]
            fn wanted(&self, out: &mut Wanted) {
                let ($($p,)+) = self;
                $($p.wanted(out);)+
            }

            #[allow(non_snake_case)]
            fn read(&self, row: &Row) -> Result<Self::Output> {
                let ($($p,)+) = self;
                Ok(($($p.read(row)?,)+))
            }
        }
    )+ };
}
tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
