//! The same query or mutation in several mailboxes, as a value. How it is run is in `execute`.

use super::{
    Changes, Condition, Delete, IntoMailbox, IntoMailboxes, MailboxName, Move, Projection, Query, Request, Source,
    Update, UsableIn, WithoutUidPlus,
};
use crate::{Affected, EachRows, Executor, Explain, FromRow, Moved, OfOne, PerMailbox, Result, Uid, execute, words};
use std::{fmt, marker::PhantomData};

/// A source in several mailboxes, made by `AnyMailbox::in_mailboxes(..)`.
#[must_use = "write `.all()` or `.filter(..)`"]
pub struct InMailboxes<S> {
    mailboxes: Vec<MailboxName>,
    of: PhantomData<fn() -> S>,
}

/// The same [`Query`], [`Update`], [`Delete`] or [`Move`] in each of several mailboxes.
///
/// The mailboxes are searched together: one round trip where the server decides all of it, whatever their number. What
/// then is to be read or changed is done mailbox by mailbox, on as many connections as the pool has free. What goes
/// wrong in one mailbox is told of that mailbox, in [`PerMailbox`](crate::PerMailbox), and the others do not suffer.
///
/// Rows come by mailbox, in the order in which the mailboxes are named, and in each in ascending order of uid. There are
/// no `order_by`, `limit` and `offset` over several mailboxes: sort what is loaded, or ask each mailbox on its own.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// # fn main() -> Result<()> {
/// let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
/// let everywhere = AnyMailbox::in_mailboxes(&dal.mailboxes()?);
/// let unread = everywhere.filter(AnyMailbox::seen.eq(false));
/// for (mailbox, count) in unread.count(&dal)? {
///     println!("{mailbox}: {}", count?);
/// }
/// let rows = unread.select((AnyMailbox::uid, AnyMailbox::subject)).load(&dal)?;
/// for (mailbox, (uid, subject)) in rows.into_rows()? {
///     println!("{mailbox} {uid}: {}", subject.unwrap_or_default());
/// }
/// let deleted = everywhere.filter(AnyMailbox::sender.contains("gumby")).delete().execute(&dal)?;
/// for (mailbox, error) in deleted.errors() {
///     eprintln!("{mailbox}: {error}");
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use = "nothing is done until it is run"]
pub struct Each<T> {
    pub(crate) mailboxes: Vec<MailboxName>,
    /// In no mailbox.
    pub(crate) one: T,
}

impl<S: Source> InMailboxes<S> {
    pub(crate) fn new(names: impl IntoMailboxes) -> Self {
        InMailboxes { mailboxes: names.into_mailboxes(), of: PhantomData }
    }

    /// All messages.
    pub fn all(&self) -> Each<Query<S>> {
        Each { mailboxes: self.mailboxes.clone(), one: Query::of(nowhere(), None) }
    }

    /// The messages that satisfy `condition`.
    pub fn filter(&self, condition: impl Condition<Of: UsableIn<S>>) -> Each<Query<S>> {
        Each { mailboxes: self.mailboxes.clone(), one: Query::of(nowhere(), Some(condition.into_expr().into_node())) }
    }
}

impl<S: Source, R> Each<Query<S, R>> {
    /// As [`Query::filter`].
    pub fn filter(&self, condition: impl Condition<Of: UsableIn<S>>) -> Self {
        self.with(self.one.filter(condition))
    }

    /// As [`Query::exact`].
    pub fn exact(&self) -> Self {
        self.with(self.one.exact())
    }

    /// As [`Query::select`].
    pub fn select<P: Projection<S, Output = T>, T>(&self, columns: P) -> Each<Query<S, T>> {
        self.with(self.one.select(columns))
    }

    /// As [`Query::select_as`].
    pub fn select_as<T: FromRow>(&self) -> Each<Query<S, T>> {
        self.with(self.one.select_as())
    }

    /// As [`Query::update`].
    pub fn update(&self, changes: impl Changes<S>) -> Each<Update> {
        self.with(self.one.update(changes))
    }

    /// As [`Query::delete`].
    pub fn delete(&self) -> Each<Delete> {
        self.with(self.one.delete())
    }

    /// As [`Query::trash`].
    pub fn trash(&self) -> Each<Move> {
        self.with(self.one.trash())
    }

    /// As [`Query::move_to`]. The target itself, where it is among the mailboxes, is told as an error of it.
    pub fn move_to(&self, mailbox: impl IntoMailbox) -> Each<Move> {
        self.with(self.one.move_to(mailbox))
    }

    /// As [`Query::copy_to`].
    pub fn copy_to(&self, mailbox: impl IntoMailbox) -> Each<Move> {
        self.with(self.one.copy_to(mailbox))
    }
}

/// What is of one mailbox, so that asking it of several is told in its own words.
#[doc(hidden)]
#[rustfmt::skip]
impl<S: Source, R> Each<Query<S, R>> {
    pub fn order_by<O>(&self, _: O) -> Self where Self: OfOne<words::order_by> { Self::never() }
    pub fn limit(&self, _: u64) -> Self where Self: OfOne<words::limit> { Self::never() }
    pub fn offset(&self, _: u64) -> Self where Self: OfOne<words::offset> { Self::never() }
    pub fn first<E>(&self, _: E) -> Result<Option<R>> where Self: OfOne<words::first> { Self::never() }
}

impl Each<Delete> {
    /// As [`Delete::without_uidplus`].
    pub fn without_uidplus(&self, choice: WithoutUidPlus) -> Self {
        self.with(self.one.without_uidplus(choice))
    }
}

/// # Running it
impl<S: Source, R> Each<Query<S, R>> {
    /// How many messages satisfy it: one `UID SEARCH RETURN (COUNT)` for each mailbox, all in one round trip, where the
    /// server decides all of it.
    ///
    /// # Errors
    /// What fails for all alike, before anything is sent: `InvalidInput`, `Unsupported`, and what connecting can bring.
    /// What fails in one mailbox is its outcome: `MailboxNotFound`, `No`, ..
    pub fn count<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<u64>> {
        execute::each::count(self.one.request(), &self.mailboxes, on)
    }

    /// The uids, ascending.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn uids<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Vec<Uid>>> {
        execute::each::uids(self.one.request(), &self.mailboxes, on)
    }

    /// All rows, by mailbox. An error of one row ([`Decode`](crate::Error::Decode)) is its mailbox's.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn load<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Vec<R>>> {
        execute::each::load(self.one.request(), self.one.read(), &self.mailboxes, on)
    }

    /// The rows as they arrive, by mailbox, in constant memory, on one connection. What needs no bodies comes in one
    /// flight for all mailboxes where the server saves what it finds (SEARCHRES); else each mailbox is read in a flight of
    /// its own, behind one that searches them all. Where reading a mailbox fails, that is an item, and the next mailbox
    /// follows.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn stream<E: Executor + ?Sized>(&self, on: &E) -> Result<EachRows<R>> {
        execute::each::stream(self.one.request(), self.one.read(), &self.mailboxes, on)
    }

    /// What would be done in each mailbox; the searches of all of them share a flight. Nothing is sent for it but what
    /// connecting takes.
    ///
    /// # Errors
    /// As [`count`](Each::count).
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Explain>> {
        execute::each::explain(self.one.request(), &self.mailboxes, on)
    }
}

/// # Running it
impl Each<Update> {
    /// As [`Update::execute`] in each mailbox.
    ///
    /// # Errors
    /// What fails for all alike, before anything is sent: `InvalidInput`, `Unsupported`, and what connecting can bring.
    /// What fails in one mailbox is its outcome.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Affected>> {
        execute::each::change(self, on)
    }

    /// What would be done in each mailbox, as [`Update::explain`]: but the searches of all of them share a flight, with
    /// EXAMINE, and each is opened for its changes in another. Nothing is sent for it but what connecting takes.
    ///
    /// # Errors
    /// As [`Each<Update>`](Each::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Explain>> {
        execute::each::explain_change(self, on)
    }
}

/// # Running it
impl Each<Delete> {
    /// As [`Delete::execute`] in each mailbox: at most `2 + n / c` round trips for `n` mailboxes on `c` connections.
    ///
    /// # Errors
    /// As [`Each<Update>`](Each::execute).
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Affected>> {
        execute::each::change(self, on)
    }

    /// What would be done in each mailbox, as [`Delete::explain`]: but the searches of all of them share a flight, with
    /// EXAMINE, and each is opened for its changes in another. Nothing is sent for it but what connecting takes.
    ///
    /// # Errors
    /// As [`Each<Update>`](Each::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Explain>> {
        execute::each::explain_change(self, on)
    }
}

/// # Running it
impl Each<Move> {
    /// As [`Move::execute`] in each mailbox.
    ///
    /// Copies, and moves on a server without MOVE, are made by one connection, one mailbox after the other. Where it ends
    /// unknown what was copied from a mailbox, the mailboxes behind it are not tried: [`resume`](crate::resume) knows copies
    /// by their octets, and what came from elsewhere might be taken for them.
    ///
    /// # Errors
    /// As [`Each<Update>`](Each::execute); in a mailbox `NotTried`.
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Moved>> {
        execute::each::transfer(self, on)
    }

    /// What would be done in each mailbox, as [`Move::explain`]: but the searches of all of them share a flight, with
    /// EXAMINE, and each is opened for its changes in another. Nothing is sent for it but what connecting takes.
    ///
    /// # Errors
    /// As [`Each<Update>`](Each::execute); nothing is changed.
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<PerMailbox<Explain>> {
        execute::each::explain_change(self, on)
    }
}

impl<T> Each<T> {
    fn with<U>(&self, one: U) -> Each<U> {
        Each { mailboxes: self.mailboxes.clone(), one }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>, rest: &dyn fmt::Debug) -> fmt::Result {
        let text = format!("{rest:?}");
        let rest = text.strip_prefix(&format!("in_mailbox({:?})", nowhere())).unwrap_or(&text);
        write!(f, "in_mailboxes({:?}){rest}", self.mailboxes)
    }
}

/// What stands for the mailbox until there is one.
fn nowhere() -> MailboxName {
    MailboxName::__name("")
}

impl<S> Clone for InMailboxes<S> {
    fn clone(&self) -> Self {
        InMailboxes { mailboxes: self.mailboxes.clone(), of: PhantomData }
    }
}

impl<S> fmt::Debug for InMailboxes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in_mailboxes({:?})", self.mailboxes)
    }
}

impl<S: Source, R> fmt::Debug for Each<Query<S, R>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request: &Request = self.one.request();
        self.show(f, request)
    }
}
