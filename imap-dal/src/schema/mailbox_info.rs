//! A mailbox of the account.

use super::Role;

/// A mailbox of the account, as LIST tells of it (RFC 9051 section 6.3.9).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MailboxInfo {
    name: String,
    attributes: Vec<String>,
    role: Option<Role>,
    delimiter: Option<char>,
}

impl MailboxInfo {
    pub(crate) fn new(name: String, attributes: Vec<String>, delimiter: Option<char>) -> Self {
        let role = attributes.iter().find_map(|attribute| Role::from_attribute(attribute));
        MailboxInfo { name, attributes, role, delimiter }
    }

    /// The decoded name, with its hierarchy: `Projects/Alpha`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attributes, as the server writes them: `\HasNoChildren`, `\Sent`.
    pub fn attributes(&self) -> &[String] {
        &self.attributes
    }

    /// What it is for (RFC 6154).
    pub fn role(&self) -> Option<Role> {
        self.role
    }

    /// What separates the levels of its name; none where names have no levels.
    pub fn delimiter(&self) -> Option<char> {
        self.delimiter
    }
}
