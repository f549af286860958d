//! Queries as values. How they are run is in `execute`.

use super::{
    Changes, Condition, Delete, IntoMailbox, Lacks, MailboxName, Move, Node, Projection, Request, SortKey, Source,
    Target, Update, UsableIn, words,
};
use crate::{
    Called, Executor, Explain, FromRow, InCondition, Result, Row, Rows, Uid, Unneeded, execute, plan::Purpose,
    row::Wanted,
};
use std::{fmt, marker::PhantomData, sync::Arc};

/// A query on the source `S` that yields rows of type `R`.
///
/// It is a value: every method takes `&self` and gives a new one. Methods that run it take `&dal` or `&connection`.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// mailboxes! { Inbox => "INBOX"; }
///
/// # fn main() -> Result<()> {
/// let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
/// let unread = Inbox::filter(Inbox::seen.eq(false));
/// println!("{} unread", unread.count(&dal)?);
/// for row in unread.order_by(Inbox::created.desc()).limit(10).select((Inbox::sender, Inbox::subject)).load(&dal)? {
///     let (sender, subject): (Vec<Address>, Option<String>) = row;
/// #   let _ = (sender, subject);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a query does nothing until it is run"]
pub struct Query<S: Source, R = <S as Source>::Row> {
    request: Request,
    read: Read<R>,
    of: PhantomData<fn() -> S>,
}

/// How a row becomes what the caller asked for.
pub(crate) type Read<R> = Arc<dyn Fn(&Row) -> Result<R> + Send + Sync>;

impl<S: Source> Query<S> {
    /// All messages of the mailbox, where there is no condition; else those that satisfy it.
    pub(crate) fn new(mailbox: MailboxName, condition: Option<Node>) -> Self {
        let mut wanted = Wanted::default();
        S::Row::wanted(&mut wanted);
        let all = condition.is_none();
        let condition = condition.unwrap_or(Node::always());
        let request = Request {
            mailbox,
            condition,
            all,
            order: Vec::new(),
            offset: 0,
            limit: None,
            exact: false,
            max_bytes: None,
            wanted,
        };
        Query { request, read: Arc::new(S::Row::from_row), of: PhantomData }
    }
}

impl<S: Source, R> Query<S, R> {
    /// Narrows to the messages that satisfy `condition` as well.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let unread = Inbox::filter(Inbox::seen.eq(false));
    /// let large_unread = unread.filter(Inbox::size.gt(1_000_000));
    /// assert_eq!(
    ///     format!("{large_unread:?}"),
    ///     r#"in_mailbox("INBOX").filter(seen.eq(false) & size.gt(1000000))"#
    /// );
    /// ```
    pub fn filter(&self, condition: impl Condition<Of: UsableIn<S>>) -> Self {
        self.with(|request| request.condition.narrow(condition.into_expr().into_node()))
    }

    /// Orders the rows: a SORT command where the server has it (RFC 5256), else sorted here with the same result.
    /// A further call adds a key that decides ties; the last key is always ascending uid.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let by_sender = Inbox::all().order_by(Inbox::sender.asc()).order_by(Inbox::created.desc());
    /// # let _ = by_sender;
    /// ```
    pub fn order_by(&self, by: impl SortKey<Of: UsableIn<S>>) -> Self {
        self.with(|request| by.add_to(&mut request.order))
    }

    /// At most `n` rows, after [`offset`](Query::offset). `count` and `exists` count inside this window.
    pub fn limit(&self, n: u64) -> Self {
        self.with(|request| request.limit = Some(n))
    }

    /// Leaves out the first `n` rows: of the given order, else of the lowest uids.
    pub fn offset(&self, n: u64) -> Self {
        self.with(|request| request.offset = n)
    }

    /// Decides everything as documented, whatever the server does: `contains` and civil days of `created`, which the
    /// server answers otherwise, are decided here too; and a header that the server cannot decode is not missed, because it
    /// is not asked for words of it, unless its [`Profile`](crate::Profile) says that it may be.
    pub fn exact(&self) -> Self {
        self.with(|request| request.exact = true)
    }

    /// Refuses, before reading, to read more than `n` octets of mail ([`Limit`](crate::Error::Limit)).
    pub fn max_bytes(&self, n: u64) -> Self {
        self.with(|request| request.max_bytes = Some(n))
    }

    /// Yields a column, or a tuple of 2 to 8 columns; only what they need is fetched.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// # mailboxes! { Inbox => "INBOX"; }
    /// let pairs: Query<Inbox, (Uid, Option<String>)> = Inbox::all().select((Inbox::uid, Inbox::subject));
    /// # let _ = pairs;
    /// ```
    pub fn select<T>(&self, columns: impl Projection<S, Output = T>) -> Query<S, T> {
        let mut wanted = Wanted::default();
        columns.wanted(&mut wanted);
        self.reading(wanted, Arc::new(move |row: &Row| columns.read(row)))
    }

    /// Yields rows of type `T`; only what its fields need is fetched.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// # mailboxes! { Inbox => "INBOX"; }
    /// #[derive(ImapModel)]
    /// struct Headline {
    ///     uid: Uid,
    ///     subject: Option<String>,
    /// }
    /// let headlines: Query<Inbox, Headline> = Inbox::all().select_as();
    /// # let _ = headlines;
    /// ```
    pub fn select_as<T: FromRow>(&self) -> Query<S, T> {
        let mut wanted = Wanted::default();
        T::wanted(&mut wanted);
        self.reading(wanted, Arc::new(T::from_row))
    }

    /// Changes flags and keywords: `UID STORE`. Takes one change, a tuple of 2 to 7, an array or a `Vec`.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # mailboxes! { Inbox => "INBOX"; }
    /// # fn read(dal: &Dal) -> Result<()> {
    /// let newsletters = Inbox::filter(Inbox::sender.eq("news@example.org"));
    /// let done = newsletters.update((Inbox::seen.set(true), Inbox::keywords.add("$Read"))).execute(dal)?;
    /// println!("{} of {} changed", done.changed, done.matched);
    /// # Ok(()) }
    /// ```
    pub fn update(&self, changes: impl Changes<S>) -> Update {
        let mut list = Vec::new();
        changes.collect(&mut list);
        Update::new(self.request.clone(), list)
    }

    /// Removes the messages for good: `UID STORE +FLAGS (\Deleted)`, then `UID EXPUNGE` of exactly these (RFC 4315). A
    /// server that lacks it is an error before anything is done, unless
    /// [`without_uidplus`](Delete::without_uidplus) says otherwise.
    pub fn delete(&self) -> Delete {
        Delete::new(self.request.clone())
    }

    /// Moves the messages to the mailbox whose role is [`Trash`](crate::Role::Trash): `UID MOVE`.
    pub fn trash(&self) -> Move {
        Move::new(self.request.clone(), Target::move_to(MailboxName::__role(crate::Role::Trash)))
    }

    /// Moves the messages: `UID MOVE` (RFC 6851), or what [`Move::execute`] does on a server without it.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// mailboxes! {
    ///     Inbox => "INBOX";
    ///     Archive => role Archive;
    /// }
    /// # fn read(dal: &Dal) -> Result<()> {
    /// Inbox::filter(Inbox::seen.eq(true)).move_to(Archive).execute(dal)?;
    /// Inbox::filter(Inbox::flagged.eq(true)).move_to("Projects/Alpha").execute(dal)?;
    /// # Ok(()) }
    /// ```
    pub fn move_to(&self, mailbox: impl IntoMailbox) -> Move {
        Move::new(self.request.clone(), Target::move_to(mailbox.into_mailbox()))
    }

    /// Copies the messages: `UID COPY`.
    pub fn copy_to(&self, mailbox: impl IntoMailbox) -> Move {
        Move::new(self.request.clone(), Target::copy_to(mailbox.into_mailbox()))
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    pub(crate) fn read(&self) -> &Read<R> {
        &self.read
    }

    fn with(&self, change: impl FnOnce(&mut Request)) -> Self {
        let mut query = self.clone();
        change(&mut query.request);
        query
    }

    fn reading<T>(&self, wanted: Wanted, read: Read<T>) -> Query<S, T> {
        let request = Request { wanted, ..self.request.clone() };
        Query { request, read, of: PhantomData }
    }
}

/// Words of other libraries: each is told what it is called here.
#[doc(hidden)]
#[rustfmt::skip]
impl<S: Source, R> Query<S, R> {
    pub fn where_<C>(&self, _: C) -> Self where Self: Called<words::where_, words::filter> { Self::never() }
    pub fn find<C>(&self, _: C) -> Self where Self: Called<words::find, words::filter> { Self::never() }
    pub fn set<C>(&self, _: C) -> Update where Self: Called<words::set, words::update> { Self::never() }
    pub fn sort_by<O>(&self, _: O) -> Self where Self: Called<words::sort_by, words::order_by> { Self::never() }
    pub fn get<C>(&self, _: C) -> Result<Option<R>> where Self: Called<words::get, words::first> { Self::never() }
    pub fn fetch_one<E>(&self, _: E) -> Result<Option<R>> where Self: Called<words::fetch_one, words::first> { Self::never() }
    pub fn get_result<E>(&self, _: E) -> Result<Option<R>> where Self: Called<words::get_result, words::first> { Self::never() }
    pub fn one<E>(&self, _: E) -> Result<Option<R>> where Self: Called<words::one, words::first> { Self::never() }
    pub fn execute<E>(&self, _: E) -> Result<Vec<R>> where Self: Called<words::execute, words::load> { Self::never() }
    pub fn take<N>(&self, _: N) -> Self where Self: Called<words::take, words::limit> { Self::never() }
    pub fn skip<N>(&self, _: N) -> Self where Self: Called<words::skip, words::offset> { Self::never() }
    pub fn fetch_all<E>(&self, _: E) -> Result<Vec<R>> where Self: Called<words::fetch_all, words::load> { Self::never() }
    pub fn join<Q>(&self, _: Q) -> Self where Self: Lacks<words::join> { Self::never() }
    pub fn inner_join<Q>(&self, _: Q) -> Self where Self: Lacks<words::inner_join> { Self::never() }
    pub fn left_join<Q>(&self, _: Q) -> Self where Self: Lacks<words::left_join> { Self::never() }
    pub fn group_by<C>(&self, _: C) -> Self where Self: Lacks<words::group_by> { Self::never() }
    pub fn or_filter<C>(&self, _: C) -> Self where Self: InCondition<words::or_filter> { Self::never() }
    pub fn exclude<C>(&self, _: C) -> Self where Self: InCondition<words::exclude> { Self::never() }
    pub fn paginate<E, N, T>(&self, _: E, _: N) -> T where Self: Called<words::paginate, words::limit> { Self::never() }
    pub fn into_boxed(&self) -> Self where Self: Unneeded<words::into_boxed> { Self::never() }
    pub fn into_model<T>(&self) -> Query<S, T> where Self: Called<words::into_model, words::select_as> { Self::never() }
    pub fn columns<C, T>(&self, _: C) -> Query<S, T> where Self: Called<words::columns, words::select> { Self::never() }
    pub fn only<C, T>(&self, _: C) -> Query<S, T> where Self: Called<words::only, words::select> { Self::never() }
    pub fn values<C, T>(&self, _: C) -> Query<S, T> where Self: Called<words::values, words::select> { Self::never() }
    pub fn values_list<C, T>(&self, _: C) -> Query<S, T> where Self: Called<words::values_list, words::select> { Self::never() }
    pub fn having<C>(&self, _: C) -> Self where Self: Lacks<words::having> { Self::never() }
    pub fn union<Q>(&self, _: Q) -> Self where Self: Lacks<words::union> { Self::never() }
    pub fn aggregate<C>(&self, _: C) -> Self where Self: Lacks<words::aggregate> { Self::never() }
    pub fn annotate<C>(&self, _: C) -> Self where Self: Lacks<words::annotate> { Self::never() }
    pub fn distinct(&self) -> Self where Self: Lacks<words::distinct> { Self::never() }
    pub fn get_results<E>(&self, _: E) -> Result<Vec<R>> where Self: Called<words::get_results, words::load> { Self::never() }
}

/// # Running it
///
/// On a [`Dal`](crate::Dal) or on one [`Connection`](crate::Connection).
// Beside the type, and not in `execute`: rustc, in users' errors, names a method by its type only there.
impl<S: Source, R> Query<S, R> {
    /// How many messages satisfy it, inside the window of `offset` and `limit`: one `UID SEARCH RETURN (COUNT)` where the
    /// server decides all of it.
    ///
    /// # Errors
    /// `InvalidInput`, `Unsupported`, `MailboxNotFound`, `UidValidityChanged`, and what a connection can bring.
    pub fn count<E: Executor + ?Sized>(&self, on: &E) -> Result<u64> {
        execute::count(&self.request, on)
    }

    /// Whether any message satisfies it.
    ///
    /// # Errors
    /// As [`count`](Query::count).
    pub fn exists<E: Executor + ?Sized>(&self, on: &E) -> Result<bool> {
        execute::exists(&self.request, on)
    }

    /// All rows.
    ///
    /// # Errors
    /// As [`count`](Query::count), and the first [`Decode`](crate::Error::Decode) error of a row.
    pub fn load<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<R>> {
        execute::rows(&self.request, &self.read, true, on)?.collect()
    }

    /// The first row, in the order asked; without `order_by` that of the lowest uid.
    ///
    /// # Errors
    /// As [`load`](Query::load).
    pub fn first<E: Executor + ?Sized>(&self, on: &E) -> Result<Option<R>> {
        execute::first(&self.request, &self.read, on)
    }

    /// The rows as they arrive, in constant memory.
    ///
    /// # Errors
    /// As [`count`](Query::count); those of rows come as items.
    pub fn stream<E: Executor + ?Sized>(&self, on: &E) -> Result<Rows<R>> {
        execute::rows(&self.request, &self.read, false, on)
    }

    /// The uids, in the order asked.
    ///
    /// # Errors
    /// As [`count`](Query::count).
    pub fn uids<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<Uid>> {
        execute::uids(&self.request, on)
    }

    /// What would be done: which commands are sent, what is decided here, and why. Nothing is sent for it but what
    /// connecting takes.
    ///
    /// # Errors
    /// As [`count`](Query::count).
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        execute::explain(&self.request, Purpose::Select, on)
    }

    /// The same for [`count`](Query::count), which fetches less or nothing.
    ///
    /// # Errors
    /// As [`count`](Query::count).
    pub fn explain_count<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        execute::explain(&self.request, Purpose::Count, on)
    }

    /// The same, after running it: with the rows, octets and round trips it took.
    ///
    /// # Errors
    /// As [`load`](Query::load).
    pub fn explain_analyze<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        execute::explain_analyze(&self.request, &self.read, on)
    }

    /// The same for [`count`](Query::count).
    ///
    /// # Errors
    /// As [`count`](Query::count).
    pub fn explain_analyze_count<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> {
        execute::explain_analyze_count(&self.request, on)
    }
}

impl<S: Source, R> Clone for Query<S, R> {
    fn clone(&self) -> Self {
        Query { request: self.request.clone(), read: self.read.clone(), of: PhantomData }
    }
}

impl<S: Source, R> fmt::Debug for Query<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}
