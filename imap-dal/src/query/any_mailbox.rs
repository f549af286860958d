//! The source whose columns fit every mailbox.

use super::{Fits, InMailboxes, IntoMailboxes, Joins, Source};
use crate::{
    Column, Row,
    kind::{HeaderText, KeywordFlag},
    schema::Key,
};
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// The source whose mailbox is named at run time; its columns fit every mailbox.
///
/// ```no_run
/// use imap_dal::{Result, prelude::*};
///
/// /// For any query.
/// fn unread() -> Expr<AnyMailbox> {
///     AnyMailbox::seen.eq(false) & AnyMailbox::keyword("$Phishing").eq(false)
/// }
///
/// fn main() -> Result<()> {
///     let dal = Dal::connect("imaps://alice:secret@mail.example.org")?;
///     for mailbox in dal.mailboxes()? {
///         println!("{}: {}", mailbox.name(), AnyMailbox::in_mailbox(&mailbox).filter(unread()).count(&dal)?);
///     }
///     Ok(())
/// }
/// ```
pub struct AnyMailbox(());

crate::__columns!(AnyMailbox);
crate::__functions!(AnyMailbox);
crate::__functions!(@from AnyMailbox);

impl AnyMailbox {
    /// The messages of several mailboxes named at run time, of all of `dal.mailboxes()?` for one: see
    /// [`Each`](crate::Each).
    pub fn in_mailboxes(names: impl IntoMailboxes) -> InMailboxes<AnyMailbox> {
        <AnyMailbox as Source>::in_mailboxes(names)
    }
}

/// Columns named at run time.
///
/// A name costs one allocation for the life of the process, however often it is used: do not make columns of names
/// that strangers choose.
impl AnyMailbox {
    /// The text of the first header field called `name` (RFC 5322 section 3.6.8), ignoring ASCII case. A name that no
    /// field can have is [`InvalidInput`](crate::Error::InvalidInput) when the query runs.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// let from_lists = AnyMailbox::header("List-Id").is_some();
    /// assert_eq!(format!("{from_lists:?}"), r#"header "List-Id".is_some()"#);
    /// ```
    pub fn header(name: &str) -> Column<AnyMailbox, HeaderText> {
        Column::__new(Key::Header(intern(name)))
    }

    /// The keyword `name` (an atom, RFC 9051 section 9) as a flag, ignoring ASCII case. A name that no keyword can have
    /// is [`InvalidInput`](crate::Error::InvalidInput) when the query runs.
    ///
    /// ```
    /// # use imap_dal::prelude::*;
    /// let junk = AnyMailbox::keyword("$Junk").eq(true);
    /// # let _ = junk;
    /// ```
    pub fn keyword(name: &str) -> Column<AnyMailbox, KeywordFlag> {
        Column::__new(Key::Keyword(intern(name)))
    }
}

impl Source for AnyMailbox {
    type Row = Row;
}

impl<S: Source> Fits<S> for AnyMailbox {}

impl<N: Source> Joins<N> for AnyMailbox {
    type Both = N;
}

/// One allocation for each distinct name, so that `Column` stays `Copy`.
fn intern(name: &str) -> &'static str {
    static NAMES: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    // The set is whole at every moment, also after a panic elsewhere.
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let names = names.get_or_insert_default();
    names.get(name).copied().unwrap_or_else(|| {
        let name: &'static str = Box::leak(name.into());
        names.insert(name);
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let (a, b) = (intern("X-Once"), intern(&String::from("X-Once")));
        assert!(std::ptr::eq(a, b));
        assert_ne!(intern("X-Twice"), a);
    }
}
