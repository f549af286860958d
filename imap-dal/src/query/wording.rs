//! What the compiler says of methods that are written otherwise here, or that need another one first.

use super::{AnyMailbox, Delete, Expr, Insert, Ordering, Query, Source};
use crate::Result;
use std::marker::PhantomData;

/// Never implemented: its message is for what needs `filter` or `all` first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Word}` needs messages of `{Self}` to be chosen",
    label = "write `filter(..)` or `all()` first"
)]
pub trait Chosen<Word> {
    /// What the method would give, so that its absence is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for a word of another library.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`{Word}` is called `{Here}` here", label = "write `{Here}`")]
pub trait Called<Word, Here> {
    /// What the method would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for an operator that negates another one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no `{Word}`: write `{Here}` with `!` before the column",
    label = "write `!column.{Here}(..)`"
)]
pub trait Negates<Word, Here> {
    /// What the operator would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for what other databases have and IMAP has not.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "IMAP has no `{Word}`",
    label = "a query reads messages, each once, and their columns",
    note = "load the rows and do it there; the messages of several mailboxes are read by `AnyMailbox::in_mailboxes(names)`"
)]
pub trait Lacks<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for what a query gives, asked of a column.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Word}` is a method of queries, not of columns",
    label = "write it behind `filter(..)` or `all()`"
)]
pub trait OfQuery<Word> {
    /// What the method would give, so that its place is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for functions of SQL and methods of `str` that change case.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "columns have no `{Word}`: `contains` and `ilike` ignore case",
    label = "write `column.contains(..)` or `column.ilike(..)`"
)]
pub trait IgnoringCase<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for what elsewhere is done to a query, and here to its condition.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "queries have no `{Word}`: it is said in the condition",
    label = "write `filter(a | b)` for either, `filter(!a)` for what is left out"
)]
pub trait InCondition<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for what other libraries need and this one does not.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Word}` is not needed: a query is a value of one type, however it is built",
    label = "remove it"
)]
pub trait Unneeded<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for what a query in several mailboxes has not.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "several mailboxes have no common order, so their messages no `{Word}`",
    label = "sort what is loaded, or ask each mailbox on its own"
)]
pub trait OfOne<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for a column that stands where a condition is meant.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no `{Word}`: write `eq`",
    label = "write `column.eq(true)` or `column.eq(false)`"
)]
pub trait Compared<Word> {
    /// What the method would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for columns that are named at run time.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `{Word}` named at run time is a column of `AnyMailbox`, which fits every mailbox",
    label = "write `AnyMailbox::{Word}(name)`"
)]
pub trait AtRunTime<Word> {
    /// What the function would give, so that its place is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for queries that start from the pool.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a query starts from a mailbox; `{Self}` has no `{Word}`",
    label = "write `AnyMailbox::in_mailbox(name)`, `Model::all()` or `Model::filter(..)`",
    note = "what runs a query takes the pool: `.load(&dal)`, `.count(&dal)`"
)]
pub trait NoSource<Word> {
    /// What the method would give, so that it is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for functions of a mailbox that are called with a dot.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Word}` is a function of the type `{Self}`, called with `::`",
    label = "write `{Self}::{Word}(..)`"
)]
pub trait OnType<Word> {
    /// What the function would give, so that the dot is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for the name of the header field.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`from` is called `sender` here", label = "write `sender`")]
pub trait SenderIsMeant {
    /// What the column would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// What `Inbox::from` is.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct NotSender(());

impl NotSender {
    /// The one there is.
    pub const IT: Self = NotSender(());
}

#[doc(hidden)]
#[rustfmt::skip]
#[allow(clippy::extra_unused_lifetimes)]
impl NotSender {
    pub fn contains<V>(self, _: V) -> Expr<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn eq<V>(self, _: V) -> Expr<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn ne<V>(self, _: V) -> Expr<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn is_in<V>(self, _: V) -> Expr<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn is_empty(self) -> Expr<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn asc(self) -> Ordering<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
    pub fn desc(self) -> Ordering<AnyMailbox> where for<'a> Self: SenderIsMeant { <Self as SenderIsMeant>::never() }
}

/// What a mailbox of `mailboxes!` is with a dot behind it: its functions, and no others, which rustc would propose.
#[doc(hidden)]
pub struct Dotted<M>(PhantomData<fn() -> M>);

impl<M: 'static> Dotted<M> {
    /// The one there is.
    pub const IT: &'static Self = &Dotted(PhantomData);
}

#[doc(hidden)]
#[rustfmt::skip]
impl<M: Source> Dotted<M> {
    pub fn all(&self) -> Query<M> where M: OnType<words::all> { M::never() }
    pub fn filter<C>(&self, _: C) -> Query<M> where M: OnType<words::filter> { M::never() }
    pub fn insert<N>(&self, _: N) -> Insert where M: OnType<words::insert> { M::never() }
    pub fn count<E>(&self, _: E) -> Result<u64> where M: Chosen<words::count> { M::never() }
    pub fn delete(&self) -> Delete where M: Chosen<words::delete> { M::never() }
}

/// Names of methods, here and elsewhere, which appear in messages of the compiler only.
// Not hidden: rustc shortens no hidden path.
#[allow(non_camel_case_types)]
pub mod words {
    macro_rules! words {
        ($($word:ident)*) => { $(
            #[doc = concat!("`", stringify!($word), "`.")]
            pub enum $word {}
        )* };
    }
    words! {
        aggregate all annotate asc ascending avg belongs between body columns contains content count date delete desc
        descending distinct eq eq_any equals exclude execute exists fetch fetch_all fetch_one filter find first get
        get_result get_results greater_than group_by gt having header iexact ilike in_ in_mailbox in_mailboxes inbox
        inner_join insert into_boxed into_model is_false is_in is_none is_not is_not_in is_not_null is_null is_some
        is_true isnull join keyword keywords left_join len less_than like limit load lower lt mailbox matches max min
        move_to ne ne_all not not_between not_contains not_eq not_in not_like offset one only or_filter order_by
        paginate query regex regexp rev search select select_as sent set skip sort_by stream sum take text
        to_lowercase to_uppercase uids union update upper values values_list where_
    }
}
