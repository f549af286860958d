//! Roles by their names.

use imap_dal::Role;

/// All there are.
pub(crate) const ROLES: [Role; 8] =
    [Role::All, Role::Archive, Role::Drafts, Role::Flagged, Role::Important, Role::Junk, Role::Sent, Role::Trash];

/// The role of this name, ignoring case.
pub(crate) fn named(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role.to_string().eq_ignore_ascii_case(word))
}
