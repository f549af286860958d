//! The roles a mailbox can have (RFC 6154), and which name suggests which.

/// What a mailbox is for, as LIST tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Every message of the account.
    All,
    /// Put away.
    Archive,
    /// Not sent yet.
    Drafts,
    /// The flagged messages.
    Flagged,
    /// Important messages (RFC 8457).
    Important,
    /// Unwanted.
    Junk,
    /// Copies of what was sent.
    Sent,
    /// To be deleted.
    Trash,
}

impl Role {
    const NAMES: [(Role, &'static str); 8] = [
        (Role::All, "\\All"),
        (Role::Archive, "\\Archive"),
        (Role::Drafts, "\\Drafts"),
        (Role::Flagged, "\\Flagged"),
        (Role::Important, "\\Important"),
        (Role::Junk, "\\Junk"),
        (Role::Sent, "\\Sent"),
        (Role::Trash, "\\Trash"),
    ];

    /// The attribute on the wire, `\Sent` for instance.
    pub fn attribute(self) -> &'static str {
        Role::NAMES.iter().find(|(role, _)| *role == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn from_attribute(attribute: &str) -> Option<Role> {
        Role::NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(attribute)).map(|(role, _)| *role)
    }

    /// The role servers commonly give a mailbox of this name without being told.
    pub(crate) fn usual(mailbox: &str) -> Option<Role> {
        match mailbox {
            "Archive" => Some(Role::Archive),
            "Drafts" => Some(Role::Drafts),
            "Junk" => Some(Role::Junk),
            "Sent" => Some(Role::Sent),
            "Trash" => Some(Role::Trash),
            _ => None,
        }
    }
}
