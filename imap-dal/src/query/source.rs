//! What queries read: sources, mailboxes, and whose columns fit where.

use super::{Expr, Insert, IntoMailbox, MailboxName, Query};
use crate::{
    Column, FromRow, NewMessage, Row,
    kind::{HeaderText, KeywordFlag},
    schema::Key,
};
use std::{collections::HashSet, marker::PhantomData, sync::Mutex};

/// What a query reads: a mailbox, a model, or [`AnyMailbox`].
pub trait Source:
    UsableIn<Self> + CombinesWith<Self, Both = Self> + CombinesWith<AnyMailbox, Both = Self> + Sized + 'static
{
    /// What `load` yields without `select`.
    type Row: FromRow;
    /// The messages of a mailbox named at run time.
    fn in_mailbox(name: impl IntoMailbox) -> InMailbox<Self> {
        InMailbox { mailbox: name.into_mailbox(), of: PhantomData }
    }
}

/// A source that is tied to a mailbox.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not tied to a mailbox",
    label = "no mailbox is known for `{Self}`",
    note = "write `#[imap(mailbox = \"NAME\")]` on the struct, declare a mailbox in `mailboxes!`, or name one at run time: `{Self}::in_mailbox(name)`"
)]
pub trait Mailbox: Source {
    /// Which mailbox.
    fn mailbox() -> MailboxName;
    /// All messages.
    fn all() -> Query<Self> {
        Query::new(Self::mailbox(), None)
    }
    /// The messages that satisfy `condition`.
    fn filter<N: UsableIn<Self>>(condition: Expr<N>) -> Query<Self> {
        Query::new(Self::mailbox(), Some(condition.into_node()))
    }
    /// Appends a message.
    fn insert(message: NewMessage) -> Insert {
        Insert::new(Self::mailbox(), message)
    }
}

/// Columns of `Self` may be used in queries on `S`.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` cannot be used in a query on `{S}`",
    label = "of `{Self}`; the query reads `{S}`",
    note = "columns of `AnyMailbox` fit every mailbox"
)]
pub trait UsableIn<S>: 'static {}

/// Conditions on `Self` and on `N` combine, to one on `Both`: the narrower of the two.
#[diagnostic::on_unimplemented(
    message = "a column of `{N}` cannot be used in a query on `{Self}`",
    label = "of `{Self}` on one side, of `{N}` on the other",
    note = "columns of `AnyMailbox` fit every mailbox"
)]
pub trait CombinesWith<N> {
    type Both;
}

/// The source whose mailbox is named at run time; its columns fit every mailbox.
pub struct AnyMailbox(());
impl Source for AnyMailbox {
    type Row = Row;
}
#[diagnostic::do_not_recommend]
impl<S: Source> UsableIn<S> for AnyMailbox {}
#[diagnostic::do_not_recommend]
impl<N: Source> CombinesWith<N> for AnyMailbox {
    type Both = N;
}
crate::__columns!(AnyMailbox);
crate::__functions!(AnyMailbox);
impl AnyMailbox {
    /// A header column made at run time.
    pub fn header(name: &str) -> Column<AnyMailbox, HeaderText> {
        Column::__new(Key::Header(intern(name)))
    }
    /// A keyword column made at run time.
    pub fn keyword(name: &str) -> Column<AnyMailbox, KeywordFlag> {
        Column::__new(Key::Keyword(intern(name)))
    }
}
/// One allocation for each distinct name, so that `Column` stays `Copy`.
fn intern(name: &str) -> &'static str {
    static NAMES: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut names = NAMES.lock().unwrap();
    let names = names.get_or_insert_with(HashSet::new);
    names.get(name).copied().unwrap_or_else(|| {
        let name: &'static str = Box::leak(name.into());
        names.insert(name);
        name
    })
}

/// Never implemented: its message is for what needs `filter` or `all` first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{F}` needs messages to be chosen in `{Self}` first",
    label = "write `filter(..)` before it, or `all()` if all messages are meant"
)]
pub trait Chosen<F> {}
/// What needs messages to be chosen first, by name. (Not hidden: rustc shortens no hidden path.)
#[allow(non_camel_case_types)]
pub mod needs_choice {
    pub struct count;
    pub struct load;
    pub struct first;
    pub struct update;
    pub struct delete;
}
use needs_choice as f;

/// A source in a mailbox named at run time.
#[must_use = "write `.all()`, `.filter(..)` or `.insert(..)`"]
#[derive(Clone, Debug)]
pub struct InMailbox<S> {
    mailbox: MailboxName,
    of: PhantomData<fn() -> S>,
}
impl<S: Source> InMailbox<S> {
    /// All messages.
    pub fn all(&self) -> Query<S> {
        Query::new(self.mailbox.clone(), None)
    }
    /// The messages that satisfy `condition`.
    pub fn filter<N: UsableIn<S>>(&self, condition: Expr<N>) -> Query<S> {
        Query::new(self.mailbox.clone(), Some(condition.into_node()))
    }
    /// Appends a message.
    pub fn insert(&self, message: NewMessage) -> Insert {
        Insert::new(self.mailbox.clone(), message)
    }
}

#[doc(hidden)]
#[rustfmt::skip]
impl<S: Source> InMailbox<S> {
    pub fn count<E>(&self, _: E) where Self: Chosen<f::count> {}
    pub fn load<E>(&self, _: E) where Self: Chosen<f::load> {}
    pub fn first<E>(&self, _: E) where Self: Chosen<f::first> {}
    pub fn update<C>(&self, _: C) where Self: Chosen<f::update> {}
    pub fn delete(&self) where Self: Chosen<f::delete> {}
}
