//! What a mailbox is for.

use std::fmt;

/// What a mailbox is for (special use, RFC 6154 section 2 and RFC 8457).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Role {
    /// `\All`: every message of the account.
    All,
    /// `\Archive`.
    Archive,
    /// `\Drafts`.
    Drafts,
    /// `\Flagged`: every message marked for attention.
    Flagged,
    /// `\Important`.
    Important,
    /// `\Junk`.
    Junk,
    /// `\Sent`.
    Sent,
    /// `\Trash`.
    Trash,
}

impl Role {
    /// The role that a LIST attribute gives, ignoring ASCII case.
    pub(crate) fn from_attribute(attribute: &str) -> Option<Self> {
        let roles = [
            Role::All,
            Role::Archive,
            Role::Drafts,
            Role::Flagged,
            Role::Important,
            Role::Junk,
            Role::Sent,
            Role::Trash,
        ];
        let name = attribute.strip_prefix('\\')?;
        roles.into_iter().find(|role| role.name().eq_ignore_ascii_case(name))
    }

    /// The attribute's word without the backslash.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Role::All => "All",
            Role::Archive => "Archive",
            Role::Drafts => "Drafts",
            Role::Flagged => "Flagged",
            Role::Important => "Important",
            Role::Junk => "Junk",
            Role::Sent => "Sent",
            Role::Trash => "Trash",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_no_case() {
        assert_eq!(Role::from_attribute("\\sent"), Some(Role::Sent));
        assert_eq!(Role::from_attribute("\\HasNoChildren"), None);
        assert_eq!(Role::from_attribute("Sent"), None);
    }
}
