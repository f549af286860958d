//! Changes of flags and keywords, as values.

use super::{Operand, UsableIn};
use crate::schema::Key;
use std::{fmt, marker::PhantomData};

/// A change to messages of `M`, made by [`set`](crate::Column::set), [`add`](crate::Column::add) and
/// [`remove`](crate::Column::remove).
#[must_use = "a change does nothing until it is given to `update`"]
pub struct Assignment<M> {
    change: Change,
    of: PhantomData<fn() -> M>,
}

/// What is done to a column, untyped.
#[doc(hidden)]
#[derive(Clone)]
pub struct Change {
    pub(crate) key: Key,
    pub(crate) verb: Verb,
    pub(crate) value: Operand,
}

/// How a column is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// A flag or keyword column becomes the value.
    Set,
    /// A keyword is added.
    Add,
    /// A keyword is removed.
    Remove,
}

impl<M> Assignment<M> {
    pub(crate) fn new(key: Key, verb: Verb, value: Operand) -> Self {
        Assignment { change: Change { key, verb, value }, of: PhantomData }
    }
}

impl<M> Clone for Assignment<M> {
    fn clone(&self) -> Self {
        Assignment { change: self.change.clone(), of: PhantomData }
    }
}

impl<M> fmt::Debug for Assignment<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.change.fmt(f)
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.verb {
            Verb::Set => "set",
            Verb::Add => "add",
            Verb::Remove => "remove",
        };
        write!(f, "{}.{verb}({:?})", self.key, self.value)
    }
}

/// A change, or several: a tuple of 2 to 7, an array, a `Vec`. Contradicting ones are refused when it runs.
#[diagnostic::on_unimplemented(message = "`{Self}` is no change", label = "write `column.set(..)`")]
pub trait Changes<S> {
    #[doc(hidden)]
    fn collect(self, out: &mut Vec<Change>);
}

impl<S, M: UsableIn<S>> Changes<S> for Assignment<M> {
    fn collect(self, out: &mut Vec<Change>) {
        out.push(self.change);
    }
}

impl<S, C: Changes<S>, const N: usize> Changes<S> for [C; N] {
    fn collect(self, out: &mut Vec<Change>) {
        self.into_iter().for_each(|change| change.collect(out));
    }
}

impl<S, C: Changes<S>> Changes<S> for Vec<C> {
    fn collect(self, out: &mut Vec<Change>) {
        self.into_iter().for_each(|change| change.collect(out));
    }
}

macro_rules! tuples {
    ($(($($p:ident)+))+) => { $(
        #[allow(non_snake_case)]
        impl<S, $($p: Changes<S>),+> Changes<S> for ($($p,)+) {
            fn collect(self, out: &mut Vec<Change>) {
                let ($($p,)+) = self;
                $($p.collect(out);)+
            }
        }
    )+ };
}
// With the three above nine: rustc lists up to nine in full.
tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) }
