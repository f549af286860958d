//! What queries read: sources, mailboxes, and whose columns fit where.

use super::{
    AnyMailbox, AtRunTime, Chosen, Condition, Delete, InMailboxes, Insert, InsertMany, IntoMailbox, IntoMailboxes,
    IntoMessages, MailboxName, Move, Query, Update, words,
};
use crate::{Executor, FromRow, NewMessage, Result, Rows, Uid, execute};
use std::{fmt, marker::PhantomData};

/// What a query reads: a mailbox of [`mailboxes!`](crate::mailboxes), a model
/// ([`#[derive(ImapModel)]`](macro@crate::ImapModel)), or [`AnyMailbox`]. The macros implement it.
///
/// ```
/// use imap_dal::{Column, kind::SystemFlag, prelude::*};
///
/// /// The unread messages of any source.
/// fn unread<S: Source>(mailbox: &str, seen: Column<S, SystemFlag>) -> Query<S> {
///     S::in_mailbox(mailbox).filter(seen.eq(false))
/// }
/// # let _ = unread("INBOX", AnyMailbox::seen);
/// ```
pub trait Source:
    UsableIn<Self> + CombinesWith<Self, Both = Self> + CombinesWith<AnyMailbox, Both = Self> + Sized + 'static
{
    /// What `load` yields without `select`.
    type Row: FromRow;

    /// The messages of a mailbox named at run time.
    fn in_mailbox(name: impl IntoMailbox) -> InMailbox<Self> {
        InMailbox { mailbox: name.into_mailbox(), of: PhantomData }
    }

    #[doc(hidden)]
    fn header<N, C>(_: N) -> C
    where
        Self: AtRunTime<words::header>,
    {
        <Self as AtRunTime<words::header>>::never()
    }

    #[doc(hidden)]
    fn keyword<N, C>(_: N) -> C
    where
        Self: AtRunTime<words::keyword>,
    {
        <Self as AtRunTime<words::keyword>>::never()
    }

    /// The messages of several mailboxes named at run time.
    fn in_mailboxes(names: impl IntoMailboxes) -> InMailboxes<Self> {
        InMailboxes::new(names)
    }
}

/// A source that is tied to a mailbox: one of [`mailboxes!`](crate::mailboxes), or a model with
/// `#[imap(mailbox = "NAME")]`. The macros implement it.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// fn newest<M: Mailbox>(dal: &Dal) -> Result<Option<M::Row>> {
///     M::all().order_by(AnyMailbox::uid.desc()).first(dal)
/// }
/// # mailboxes! { Inbox => "INBOX"; }
/// # fn main() -> Result<()> {
/// # let dal = Dal::connect("imaps://mail.example.org")?;
/// println!("{:?}", newest::<Inbox>(&dal)?);
/// # Ok(()) }
/// ```
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
    fn filter(condition: impl Condition<Of: UsableIn<Self>>) -> Query<Self> {
        Query::new(Self::mailbox(), Some(condition.into_expr().into_node()))
    }

    /// Appends a message.
    fn insert(message: NewMessage) -> Insert {
        Insert::new(Self::mailbox(), message)
    }

    /// Appends messages, in one go.
    fn insert_many(messages: impl IntoMessages) -> InsertMany {
        InsertMany::new(Self::mailbox(), messages)
    }
}

/// What the functions of a source ask for: a [`Mailbox`], without a list of those there are where it is none.
// The macros could write `do_not_recommend` themselves; but where a user's module is called `diagnostic`, that would be
// looked for in there. Hence this trait, and those below that the macros implement in place of the public ones.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not tied to a mailbox",
    label = "no mailbox is known for `{Self}`",
    note = "write `#[imap(mailbox = \"NAME\")]` on the struct, declare a mailbox in `mailboxes!`, or name one at run time: `{Self}::in_mailbox(name)`"
)]
pub trait Tied: Mailbox {}

#[diagnostic::do_not_recommend]
impl<M: Mailbox> Tied for M {}

/// Columns of `Self` may be used in queries on `S`: those of a source in its own, those of a row type in the mailboxes
/// that have it, those of [`AnyMailbox`] in every one. The macros implement it.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` cannot be used in a query on `{S}`",
    label = "of `{Self}`; the query reads `{S}`",
    note = "columns of `AnyMailbox` fit every mailbox, those of a model also the mailboxes that have it as rows"
)]
pub trait UsableIn<S>: 'static {}

#[diagnostic::do_not_recommend]
impl<M: Fits<S>, S> UsableIn<S> for M {}

/// What the macros write for [`UsableIn`].
#[doc(hidden)]
pub trait Fits<S>: 'static {}

/// Conditions on `Self` and on `N` combine with `&` and `|`. The macros implement it.
#[diagnostic::on_unimplemented(
    message = "a column of `{N}` cannot be used in a query on `{Self}`",
    label = "of `{Self}` on one side, of `{N}` on the other",
    note = "columns of `AnyMailbox` fit every mailbox, those of a model also the mailboxes that have it as rows"
)]
pub trait CombinesWith<N> {
    /// What the condition of both is on: the narrower of the two.
    type Both;
}

#[diagnostic::do_not_recommend]
impl<M: Joins<N>, N> CombinesWith<N> for M {
    type Both = M::Both;
}

/// What the macros write for [`CombinesWith`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a column of `{N}` cannot be used in a query on `{Self}`",
    label = "of `{Self}` on one side, of `{N}` on the other",
    note = "columns of `AnyMailbox` fit every mailbox, those of a model also the mailboxes that have it as rows"
)]
pub trait Joins<N> {
    type Both;
}

/// A source in a mailbox named at run time.
///
/// ```no_run
/// # use imap_dal::{Result, prelude::*};
/// # fn drafts(dal: &Dal) -> Result<u64> {
/// AnyMailbox::in_mailbox("Drafts").all().count(dal)
/// # }
/// ```
#[must_use = "write `.all()`, `.filter(..)` or `.insert(..)`"]
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
    pub fn filter(&self, condition: impl Condition<Of: UsableIn<S>>) -> Query<S> {
        Query::new(self.mailbox.clone(), Some(condition.into_expr().into_node()))
    }

    /// Appends a message.
    pub fn insert(&self, message: NewMessage) -> Insert {
        Insert::new(self.mailbox.clone(), message)
    }

    /// The keywords that the mailbox knows: those its messages have, and those the server offers (`FLAGS`, RFC 9051
    /// section 7.3.5), as the server writes them. One EXAMINE; no message is looked at.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # fn known(dal: &Dal) -> Result<Vec<String>> {
    /// AnyMailbox::in_mailbox("INBOX").keywords(dal)
    /// # }
    /// ```
    ///
    /// # Errors
    /// `MailboxNotFound`, and what a connection can bring.
    pub fn keywords<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<String>> {
        execute::keywords(self.all().request(), on)
    }

    /// Appends messages, in one go.
    pub fn insert_many(&self, messages: impl IntoMessages) -> InsertMany {
        InsertMany::new(self.mailbox.clone(), messages)
    }
}

/// What needs messages to be chosen first, so that forgetting it is told in its own words.
#[doc(hidden)]
#[rustfmt::skip]
impl<S: Source> InMailbox<S> {
    pub fn count<E>(&self, _: E) -> Result<u64> where Self: Chosen<words::count> { Self::never() }
    pub fn exists<E>(&self, _: E) -> Result<bool> where Self: Chosen<words::exists> { Self::never() }
    pub fn load<E>(&self, _: E) -> Result<Vec<S::Row>> where Self: Chosen<words::load> { Self::never() }
    pub fn first<E>(&self, _: E) -> Result<Option<S::Row>> where Self: Chosen<words::first> { Self::never() }
    pub fn stream<E>(&self, _: E) -> Result<Rows<S::Row>> where Self: Chosen<words::stream> { Self::never() }
    pub fn uids<E>(&self, _: E) -> Result<Vec<Uid>> where Self: Chosen<words::uids> { Self::never() }
    pub fn select<C>(&self, _: C) -> Query<S> where Self: Chosen<words::select> { Self::never() }
    pub fn select_as<T: FromRow>(&self) -> Query<S, T> where Self: Chosen<words::select_as> { Self::never() }
    pub fn order_by<O>(&self, _: O) -> Query<S> where Self: Chosen<words::order_by> { Self::never() }
    pub fn limit(&self, _: u64) -> Query<S> where Self: Chosen<words::limit> { Self::never() }
    pub fn move_to<T>(&self, _: T) -> Move where Self: Chosen<words::move_to> { Self::never() }
    pub fn update<C>(&self, _: C) -> Update where Self: Chosen<words::update> { Self::never() }
    pub fn delete(&self) -> Delete where Self: Chosen<words::delete> { Self::never() }
}

impl<S> Clone for InMailbox<S> {
    fn clone(&self) -> Self {
        InMailbox { mailbox: self.mailbox.clone(), of: PhantomData }
    }
}

impl<S> fmt::Debug for InMailbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in_mailbox({:?})", self.mailbox)
    }
}
