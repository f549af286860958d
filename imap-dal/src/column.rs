//! The typed handle: what may be asked of a column, by its kind. Each operator builds a node of the untyped tree; what
//! it means is in `evaluate`, what is sent for it in `plan`.
// Handle and operators are one module since rustc, in users' errors, names a method by its type only there.

use crate::{
    Assignment, Called, Compared, Expr, FromColumn, IgnoringCase, IntoBound, IntoOperand, IntoOperands, Lacks, Negates,
    OfQuery, Ordering, ReadAs, UsableIn,
    kind::{Assignable, Collection, Equatable, Extendable, Kind, Optional, Ordered, Searchable, Sortable, Textual},
    query::{Node, Operand, Operator, Verb, words},
    schema::Key,
};
use jiff::{civil::Date, tz::TimeZone};
use std::{fmt, marker::PhantomData};

/// A column of kind `K` on the source `M`: what [`mailboxes!`](crate::mailboxes) and
/// [`#[derive(ImapModel)]`](macro@crate::ImapModel) make, and what conditions, orders, changes and projections start
/// from.
///
/// Every source has the [fixed columns](crate::AnyMailbox#implementations). Which of the methods below a column has
/// depends on its kind, by the nine capabilities in [`kind`](crate::kind): `Inbox::seen.lt(3)` does not compile.
///
/// ```
/// use imap_dal::prelude::*;
///
/// mailboxes! { Inbox => "INBOX"; }
///
/// let large_and_unread = Inbox::size.gt(1_000_000) & Inbox::seen.eq(false);
/// assert_eq!(format!("{large_and_unread:?}"), "size.gt(1000000) & seen.eq(false)");
/// ```
///
/// # How text is compared
///
/// Header fields are decoded (RFC 2047) and unfolded first. Text is compared in Unicode NFC with runs of white space as
/// one space; "ignoring case" is Unicode lower case on both sides, and accents always count. The operands of `eq`,
/// `ne` and `is_in` are trimmed.
///
/// # What is sent
///
/// Each operator shows the SEARCH key (RFC 9051 section 6.4.4) or STORE item (section 6.4.6) it becomes. Where IMAP
/// cannot say exactly what an operator means, a key that matches more is sent and the rest is decided here;
/// [`Query::explain`](crate::Query::explain) shows both.
pub struct Column<M, K> {
    key: Key,
    of: PhantomData<fn() -> (M, K)>,
}

impl<M, K> Column<M, K> {
    #[doc(hidden)]
    pub const fn __new(key: Key) -> Self {
        Column { key, of: PhantomData }
    }

    pub(crate) const fn key(self) -> Key {
        self.key
    }
}

/// # Equality
///
/// [`Equatable`] kinds.
// Written out: rustc quotes a `macro_rules!` that makes methods into users' errors.
impl<M, K: Kind> Column<M, K> {
    /// Equal.
    ///
    /// | column | meaning | sent |
    /// |---|---|---|
    /// | flags, keyword columns | the flag has that state | `SEEN`, `UNSEEN`, `KEYWORD $Junk`, `UNKEYWORD $Junk` |
    /// | `uid` | that message | `UID 5` |
    /// | `size` | that many octets | `LARGER 6 SMALLER 8` |
    /// | `created` with a civil date | that day, in the offset the server prints | `ON 1-May-2026` |
    /// | dates with a `Timestamp` or `Zoned` | that instant; one with a fraction of a second is never equal | `ON` of the days around |
    /// | text | equal text, case included; not of a missing value | `SUBJECT` of words in it |
    /// | addresses | some address has this email, ignoring ASCII case | `FROM "a@x.org"` |
    /// | message ids | that id, with or without angle brackets | `HEADER Message-ID ..` |
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let unread_from_ann = Inbox::seen.eq(false) & Inbox::sender.eq("ann@example.org");
    /// # let _ = unread_from_ann;
    /// ```
    pub fn eq<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::Equal, [value.into_operand()])
    }

    /// Not equal: exactly `!column.eq(value)`, and so true for a missing value. Sent as `NOT` of what [`eq`](Self::eq)
    /// sends, where that is exact.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let from_others = Inbox::sender.ne("me@example.org"); // no address of the field is mine
    /// # let _ = from_others;
    /// ```
    pub fn ne<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::NotEqual, [value.into_operand()])
    }

    /// Equal to one of `values`; of no values, true for no message (and nothing is sent). Uids become one set,
    /// `UID 1:3,7`; anything else an `OR` of what [`eq`](Self::eq) sends.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let some = Inbox::uid.is_in([1, 2, 3, 7]) | Inbox::sender.is_in(["ann@example.org", "bob@example.org"]);
    /// # let _ = some;
    /// ```
    pub fn is_in(self, values: impl IntoOperands<K::Operand>) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::IsIn, values.into_operands())
    }
}

/// # Comparison
///
/// [`Ordered`] kinds: uids, sizes, modification sequences and dates. A date column is compared with a civil date by its
/// day in its own offset, with a `Timestamp` or `Zoned` by the instant. A missing date satisfies none of these.
impl<M, K: Kind> Column<M, K> {
    /// Less, or before. `SMALLER 6000`, `BEFORE 1-May-2026`, `UID 1:4`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let small = Inbox::size.lt(6000);
    /// # let _ = small;
    /// ```
    pub fn lt<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Less, [value.into_operand()])
    }

    /// Less or equal, or not after. `SMALLER 6001`, `BEFORE 2-May-2026`, `UID 1:5`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// use imap_dal::jiff::civil::date;
    /// let until_may = Inbox::created.le(date(2026, 4, 30));
    /// # let _ = until_may;
    /// ```
    pub fn le<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::LessOrEqual, [value.into_operand()])
    }

    /// Greater, or after. `LARGER 6000`, `SINCE 2-May-2026`, `UID 6:4294967295`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let arrived_later = Inbox::uid.gt(4711);
    /// # let _ = arrived_later;
    /// ```
    pub fn gt<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Greater, [value.into_operand()])
    }

    /// Greater or equal, or not before. `LARGER 5999`, `SINCE 1-May-2026`, `UID 5:4294967295`, `MODSEQ 7`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// use imap_dal::jiff::Timestamp;
    /// let since = Inbox::sent.ge("2026-05-01T08:00:00Z".parse::<Timestamp>()?);
    /// # let _ = since;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ge<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::GreaterOrEqual, [value.into_operand()])
    }

    /// From `low` to `high`, both included; reversed, true for no message. Sent as [`ge`](Self::ge) and
    /// [`le`](Self::le): `LARGER 999 SMALLER 2001`, `UID 5:9`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let medium = Inbox::size.between(1000, 2000);
    /// # let _ = medium;
    /// ```
    pub fn between<A: IntoBound<K::Operand>, B: IntoBound<K::Operand>>(self, low: A, high: B) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Between, [low.into_bound(), high.into_bound()])
    }

    /// On a day as a person in `zone` sees it: from midnight to midnight there. The days around are asked of the server
    /// (`SINCE 30-Apr-2026 BEFORE 3-May-2026`), the instant decides here. For the day as the server prints it, write
    /// [`eq`](Self::eq).
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// use imap_dal::jiff::{civil::date, tz::TimeZone};
    /// let on_may_day = Inbox::created.on(date(2026, 5, 1), &TimeZone::UTC);
    /// # let _ = on_may_day;
    /// ```
    pub fn on(self, day: Date, zone: &TimeZone) -> Expr<M>
    where
        K: Ordered,
        Date: IntoOperand<K::Operand>,
    {
        self.test(Operator::On, [Operand::DayIn(day, zone.clone())])
    }
}

/// # Search
///
/// [`Searchable`] kinds.
impl<M, K: Kind> Column<M, K> {
    /// Contains.
    ///
    /// | column | meaning | sent |
    /// |---|---|---|
    /// | text, message ids | a substring, ignoring case; `contains("")`: present | `SUBJECT "x"`, `HEADER List-Id "x"` |
    /// | addresses | a substring of some display name or of some email, ignoring case | `FROM "x"`, `TO "x"` |
    /// | `references` | that id, with or without angle brackets | `HEADER References "x"` |
    /// | `keywords` | that keyword, ignoring ASCII case | `KEYWORD x` |
    /// | `content` | a substring of some text part, ignoring case | `BODY "x"` |
    /// | `text` | a substring of some header field or of `content`, ignoring case | `TEXT "x"` |
    ///
    /// By default the server's own idea of a match in text is taken in queries; [`exact`](crate::Query::exact) decides
    /// here, as do all mutations.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let bills = Inbox::subject.contains("invoice") | Inbox::keywords.contains("$Bill");
    /// # let _ = bills;
    /// ```
    pub fn contains<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Searchable,
    {
        self.test(Operator::Contains, [value.into_operand()])
    }
}

/// # Text patterns
///
/// [`Textual`] kinds. IMAP has no such keys: the server is asked for runs of letters and digits of the operand, as far
/// as its search can be trusted, and the rest is decided here.
impl<M, K: Kind> Column<M, K> {
    /// Starts with, case included; `starts_with("")`: present.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let replies = Inbox::subject.starts_with("Re: ");
    /// # let _ = replies;
    /// ```
    pub fn starts_with<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::StartsWith, [value.into_operand()])
    }

    /// Ends with, case included; `ends_with("")`: present.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let done = Inbox::subject.ends_with("[done]");
    /// # let _ = done;
    /// ```
    pub fn ends_with<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::EndsWith, [value.into_operand()])
    }

    /// The whole value fits a pattern, case included: `%` is any run, `_` one character, `\` takes the next one as it
    /// is.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let tickets = Inbox::subject.like("[#____] %");
    /// # let _ = tickets;
    /// ```
    pub fn like<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::Like, [value.into_operand()])
    }

    /// As [`like`](Self::like), ignoring case.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let replies = Inbox::subject.ilike("re:%");
    /// # let _ = replies;
    /// ```
    pub fn ilike<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::LikeIgnoringCase, [value.into_operand()])
    }

    /// A regular expression (crate `regex`) matches somewhere in the value. A malformed or too large one is
    /// [`InvalidInput`](crate::Error::InvalidInput) when the query runs.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let tickets = Inbox::subject.matches(r"^\[#\d+\]");
    /// # let _ = tickets;
    /// ```
    pub fn matches<V: IntoOperand<K::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::Matches, [value.into_operand()])
    }
}

/// # Presence
///
/// [`Optional`] kinds, which a message may lack, and [`Collection`] kinds, which may be empty.
impl<M, K: Kind> Column<M, K> {
    /// The message lacks it; a header field that is there and empty is not missing, an unreadable date is.
    /// `NOT HEADER List-Id ""`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let without_subject = Inbox::subject.is_none();
    /// # let _ = without_subject;
    /// ```
    pub fn is_none(self) -> Expr<M>
    where
        K: Optional,
    {
        self.test(Operator::IsNone, [])
    }

    /// The message has it. `HEADER List-Id ""`.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// let from_a_list = AnyMailbox::header("List-Id").is_some();
    /// # let _ = from_a_list;
    /// ```
    pub fn is_some(self) -> Expr<M>
    where
        K: Optional,
    {
        self.test(Operator::IsSome, [])
    }

    /// The list has no element. `NOT HEADER Cc ""` leaves those whose field is there and names nobody to be decided
    /// here.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let with_files = !Inbox::attachments.is_empty();
    /// # let _ = with_files;
    /// ```
    pub fn is_empty(self) -> Expr<M>
    where
        K: Collection,
    {
        self.test(Operator::IsEmpty, [])
    }

    /// Some element satisfies `condition`: of `attachments`, by the columns of
    /// [`AttachmentInfo`](crate::AttachmentInfo). Nothing is sent for it: BODYSTRUCTURE decides.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let large_pdf = AttachmentInfo::name.ends_with(".pdf") & AttachmentInfo::size.gt(1_000_000);
    /// let with_large_pdf = Inbox::attachments.any(large_pdf);
    /// # let _ = with_large_pdf;
    /// ```
    pub fn any<N: UsableIn<K::Element>>(self, condition: Expr<N>) -> Expr<M>
    where
        K: Collection,
    {
        Expr::new(Node::Any { key: self.key, condition: Box::new(condition.into_node()) })
    }
}

/// # Changes
///
/// [`Assignable`] and [`Extendable`] kinds: for [`Query::update`](crate::Query::update).
#[allow(clippy::should_implement_trait)] // `add` adds a keyword.
impl<M, K: Kind> Column<M, K> {
    /// Sets or clears the flag or keyword. `UID STORE .. +FLAGS.SILENT (\Seen)`, `-FLAGS.SILENT (\Seen)`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let mark_read = Inbox::seen.eq(false); // which
    /// let update = Inbox::filter(mark_read).update(Inbox::seen.set(true)); // what
    /// # let _ = update;
    /// ```
    pub fn set<V: IntoOperand<K::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Assignable,
    {
        Assignment::new(self.key, Verb::Set, value.into_operand())
    }

    /// Adds a keyword. `UID STORE .. +FLAGS.SILENT ($Forwarded)`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let update = Inbox::all().update(Inbox::keywords.add("$Forwarded"));
    /// # let _ = update;
    /// ```
    pub fn add<V: IntoOperand<K::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Extendable,
    {
        Assignment::new(self.key, Verb::Add, value.into_operand())
    }

    /// Removes a keyword. `UID STORE .. -FLAGS.SILENT ($Forwarded)`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let update = Inbox::all().update(Inbox::keywords.remove("$Forwarded"));
    /// # let _ = update;
    /// ```
    pub fn remove<V: IntoOperand<K::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Extendable,
    {
        Assignment::new(self.key, Verb::Remove, value.into_operand())
    }
}

/// # Order
///
/// [`Sortable`] kinds: for [`Query::order_by`](crate::Query::order_by).
///
/// Uids, sizes and dates are ordered by value, subjects by their base subject (RFC 5256 section 2.1), addresses by the
/// local part of the first one; missing first.
impl<M, K: Kind> Column<M, K> {
    /// Ascending. `SORT (SIZE)`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let smallest_first = Inbox::all().order_by(Inbox::size.asc());
    /// # let _ = smallest_first;
    /// ```
    pub fn asc(self) -> Ordering<M>
    where
        K: Sortable,
    {
        Ordering::new(self.key, false)
    }

    /// Descending. `SORT (REVERSE ARRIVAL)`.
    ///
    /// ```
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// let newest = Inbox::all().order_by(Inbox::created.desc()).limit(10);
    /// # let _ = newest;
    /// ```
    pub fn desc(self) -> Ordering<M>
    where
        K: Sortable,
    {
        Ordering::new(self.key, true)
    }
}

/// # Reading
impl<M, K> Column<M, K> {
    /// Reads the column as `T` in [`select`](crate::Query::select) and in [`Row::get`](crate::Row::get), instead of as
    /// its native type. What is fetched depends on `T`.
    ///
    /// ```no_run
    /// # use imap_dal::{Result, prelude::*};
    /// # imap_dal::mailboxes! { Inbox => "INBOX"; }
    /// # fn files(dal: &Dal) -> Result<()> {
    /// let query = Inbox::all().select((Inbox::uid, Inbox::attachments.read_as::<Vec<Attachment>>()));
    /// for row in query.stream(dal)? {
    ///     let (uid, files): (Uid, Vec<Attachment>) = row?; // downloaded, unlike `Vec<AttachmentInfo>`
    /// #   let _ = (uid, files);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn read_as<T: FromColumn<K>>(self) -> ReadAs<M, K, T> {
        ReadAs::new(self)
    }

    #[doc(hidden)]
    pub fn __read_or_default_as<T: FromColumn<K> + Default>(self) -> ReadAs<M, K, T> {
        ReadAs::or_default(self)
    }
}

/// Words of other libraries: each is told what it is called here.
#[doc(hidden)]
#[rustfmt::skip]
#[allow(clippy::should_implement_trait)] // `not` is of a condition.
impl<M, K> Column<M, K> {
    pub fn is_null(self) -> Expr<M> where Self: Called<words::is_null, words::is_none> { Self::never() }
    pub fn isnull(self) -> Expr<M> where Self: Called<words::isnull, words::is_none> { Self::never() }
    pub fn is_not_null(self) -> Expr<M> where Self: Called<words::is_not_null, words::is_some> { Self::never() }
    pub fn eq_any<V>(self, _: V) -> Expr<M> where Self: Called<words::eq_any, words::is_in> { Self::never() }
    pub fn in_<V>(self, _: V) -> Expr<M> where Self: Called<words::in_, words::is_in> { Self::never() }
    pub fn belongs<V>(self, _: V) -> Expr<M> where Self: Called<words::belongs, words::is_in> { Self::never() }
    pub fn regex<V>(self, _: V) -> Expr<M> where Self: Called<words::regex, words::matches> { Self::never() }
    pub fn regexp<V>(self, _: V) -> Expr<M> where Self: Called<words::regexp, words::matches> { Self::never() }
    pub fn ne_all<V>(self, _: V) -> Expr<M> where Self: Negates<words::ne_all, words::is_in> { Self::never() }
    pub fn not_in<V>(self, _: V) -> Expr<M> where Self: Negates<words::not_in, words::is_in> { Self::never() }
    pub fn not_like<V>(self, _: V) -> Expr<M> where Self: Negates<words::not_like, words::like> { Self::never() }
    pub fn not_contains<V>(self, _: V) -> Expr<M> where Self: Negates<words::not_contains, words::contains> { Self::never() }
    pub fn not_between<A, B>(self, _: A, _: B) -> Expr<M> where Self: Negates<words::not_between, words::between> { Self::never() }
    pub fn is_not_in<V>(self, _: V) -> Expr<M> where Self: Negates<words::is_not_in, words::is_in> { Self::never() }
    pub fn is_not<V>(self, _: V) -> Expr<M> where Self: Called<words::is_not, words::ne> { Self::never() }
    pub fn iexact<V>(self, _: V) -> Expr<M> where Self: Called<words::iexact, words::ilike> { Self::never() }
    pub fn not_eq<V>(self, _: V) -> Expr<M> where Self: Called<words::not_eq, words::ne> { Self::never() }
    pub fn equals<V>(self, _: V) -> Expr<M> where Self: Called<words::equals, words::eq> { Self::never() }
    pub fn greater_than<V>(self, _: V) -> Expr<M> where Self: Called<words::greater_than, words::gt> { Self::never() }
    pub fn less_than<V>(self, _: V) -> Expr<M> where Self: Called<words::less_than, words::lt> { Self::never() }
    pub fn is_true(self) -> Expr<M> where Self: Compared<words::is_true> { Self::never() }
    pub fn is_false(self) -> Expr<M> where Self: Compared<words::is_false> { Self::never() }
    pub fn not(self) -> Expr<M> where Self: Compared<words::not> { Self::never() }
    pub fn lower(self) -> Self where Self: IgnoringCase<words::lower> { Self::never() }
    pub fn upper(self) -> Self where Self: IgnoringCase<words::upper> { Self::never() }
    pub fn to_lowercase(self) -> Self where Self: IgnoringCase<words::to_lowercase> { Self::never() }
    pub fn to_uppercase(self) -> Self where Self: IgnoringCase<words::to_uppercase> { Self::never() }
    pub fn count<T>(self) -> T where Self: OfQuery<words::count> { Self::never() }
    pub fn max(self) -> Self where Self: Lacks<words::max> { Self::never() }
    pub fn min(self) -> Self where Self: Lacks<words::min> { Self::never() }
    pub fn len<T>(self) -> T where Self: Lacks<words::len> { Self::never() }
    pub fn sum(self) -> Self where Self: Lacks<words::sum> { Self::never() }
    pub fn avg(self) -> Self where Self: Lacks<words::avg> { Self::never() }
    pub fn distinct(self) -> Self where Self: Lacks<words::distinct> { Self::never() }
    pub fn rev(self) -> Ordering<M> where Self: Called<words::rev, words::desc> { Self::never() }
    pub fn ascending(self) -> Ordering<M> where Self: Called<words::ascending, words::asc> { Self::never() }
    pub fn descending(self) -> Ordering<M> where Self: Called<words::descending, words::desc> { Self::never() }
}

impl<M, K> Column<M, K> {
    fn test(self, operator: Operator, operands: impl IntoIterator<Item = Operand>) -> Expr<M> {
        Expr::new(Node::Test { key: self.key, operator, operands: operands.into_iter().collect() })
    }
}

impl<M, K> Clone for Column<M, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, K> Copy for Column<M, K> {}

impl<M, K> fmt::Debug for Column<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}
