//! How a mailbox is named.

use super::Mailbox;
use crate::{MailboxInfo, Role, display::escaped};
use std::{borrow::Cow, fmt};

/// A mailbox by name or by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxName(Which);
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Which {
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
}
impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Which::Name(name) => write!(f, "{}", escaped(name)),
            Which::Role(role) => write!(f, "role {role}"),
        }
    }
}

/// What names a mailbox: a mailbox declared in `mailboxes!`, `Model::mailbox()`, a string, a [`MailboxInfo`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a mailbox",
    label = "expected a name, a `&MailboxInfo`, a mailbox declared in `mailboxes!`, or `Model::mailbox()`"
)]
pub trait IntoMailbox {
    #[doc(hidden)]
    fn into_mailbox(self) -> MailboxName;
}
#[diagnostic::do_not_recommend]
impl<M: Mailbox> IntoMailbox for M {
    fn into_mailbox(self) -> MailboxName {
        M::mailbox()
    }
}
macro_rules! names { ($($t:ty)*) => { $(
    #[diagnostic::do_not_recommend]
    impl IntoMailbox for $t { fn into_mailbox(self) -> MailboxName { MailboxName(Which::Name(Cow::Owned(self.to_string()))) } }
)* } }
names! { &str String &String }
#[diagnostic::do_not_recommend]
impl IntoMailbox for &MailboxInfo {
    fn into_mailbox(self) -> MailboxName {
        self.name().to_owned().into_mailbox()
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
