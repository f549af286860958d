//! How a mailbox is named.

use super::Mailbox;
use crate::{MailboxInfo, Role, display::escaped};
use std::{borrow::Cow, fmt};

/// A mailbox by name or by role; a role is resolved to the server's own name once connected.
///
/// Names are equal as mailboxes are: `INBOX` has no case (RFC 9051 section 5.1), all others have. A name and a role are
/// never equal, since only the server knows.
///
/// ```
/// # use imap_dal::prelude::*;
/// mailboxes! {
///     Inbox => "Inbox";
///     Sent => role Sent;
/// }
/// assert_eq!(Inbox::mailbox().to_string(), "Inbox");
/// assert_eq!(Sent::mailbox().to_string(), "role Sent");
/// ```
#[derive(Clone)]
pub struct MailboxName(Which);

#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// Decoded.
    Name(Cow<'static, str>),
    Role(Role),
}

impl MailboxName {
    #[doc(hidden)]
    pub const fn __name(name: &'static str) -> Self {
        MailboxName(Which::Name(Cow::Borrowed(name)))
    }

    #[doc(hidden)]
    pub const fn __role(role: Role) -> Self {
        MailboxName(Which::Role(role))
    }

    pub(crate) fn which(&self) -> &Which {
        &self.0
    }

    fn named(name: String) -> Self {
        MailboxName(Which::Name(Cow::Owned(name)))
    }
}

impl PartialEq for MailboxName {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Which::Name(a), Which::Name(b)) => {
                a == b || a.eq_ignore_ascii_case("INBOX") && b.eq_ignore_ascii_case("INBOX")
            }
            (Which::Role(a), Which::Role(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for MailboxName {}

impl fmt::Display for MailboxName {
    /// For people: the name with control characters escaped, or `role Sent`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Which::Name(name) => write!(f, "{}", escaped(name)),
            Which::Role(role) => write!(f, "role {role}"),
        }
    }
}

impl fmt::Debug for MailboxName {
    /// As in Rust: `"INBOX"`, `role Sent`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Which::Name(name) => write!(f, "{name:?}"),
            Which::Role(role) => write!(f, "role {role}"),
        }
    }
}

/// What names a mailbox: one declared in [`mailboxes!`](crate::mailboxes), `Model::mailbox()`, a name, a
/// [`MailboxInfo`], a [`Role`]. Names are decoded: `Entwürfe`, not `Entw&APw-rfe`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a mailbox",
    label = "expected a name, a `&MailboxInfo`, a mailbox declared in `mailboxes!`, or `Model::mailbox()`"
)]
pub trait IntoMailbox {
    #[doc(hidden)]
    fn into_mailbox(self) -> MailboxName;
}

/// What names several mailboxes: an array, a `Vec`, a slice or any other iterator of what [`IntoMailbox`] says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name mailboxes",
    label = "expected several, as `dal.mailboxes()?` or `[\"INBOX\", \"Sent\"]`",
    note = "of one write `in_mailbox(name)`"
)]
pub trait IntoMailboxes {
    #[doc(hidden)]
    fn into_mailboxes(self) -> Vec<MailboxName>;
}

#[diagnostic::do_not_recommend]
impl<M: IntoMailbox, I: IntoIterator<Item = M>> IntoMailboxes for I {
    fn into_mailboxes(self) -> Vec<MailboxName> {
        self.into_iter().map(M::into_mailbox).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mailbox> IntoMailbox for M {
    fn into_mailbox(self) -> MailboxName {
        M::mailbox()
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for &str {
    fn into_mailbox(self) -> MailboxName {
        MailboxName::named(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for &&str {
    fn into_mailbox(self) -> MailboxName {
        (*self).into_mailbox()
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for String {
    fn into_mailbox(self) -> MailboxName {
        MailboxName::named(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for &String {
    fn into_mailbox(self) -> MailboxName {
        MailboxName::named(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for &MailboxInfo {
    fn into_mailbox(self) -> MailboxName {
        MailboxName::named(self.name().to_owned())
    }
}

/// The server's own name for it, resolved once connected.
#[diagnostic::do_not_recommend]
impl IntoMailbox for Role {
    fn into_mailbox(self) -> MailboxName {
        MailboxName::__role(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for MailboxInfo {
    fn into_mailbox(self) -> MailboxName {
        (&self).into_mailbox()
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for MailboxName {
    fn into_mailbox(self) -> MailboxName {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoMailbox for &MailboxName {
    fn into_mailbox(self) -> MailboxName {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inbox_has_no_case() {
        let name = |name: &str| name.into_mailbox();
        assert_eq!(name("INBOX"), name("inbox"));
        assert_ne!(name("Sent"), name("SENT"));
        assert_ne!(name("Sent"), MailboxName::__role(Role::Sent));
        assert_eq!(MailboxName::__role(Role::Sent), MailboxName::__role(Role::Sent));
    }

    #[test]
    fn a_name_draws_nothing() {
        assert_eq!("a\u{1b}[2J".into_mailbox().to_string(), "a\\u{1b}[2J");
        assert_eq!(format!("{:?}", "Entwürfe".into_mailbox()), "\"Entwürfe\"");
    }
}
