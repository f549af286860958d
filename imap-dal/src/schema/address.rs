//! One mailbox of an address list.

use crate::display::escaped;
use std::fmt;

/// One address of a message (a `mailbox` of RFC 5322 section 3.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Address {
    /// The display name, decoded.
    pub name: Option<String>,
    /// `local@domain` as written, without quotes where the local part does not need them.
    pub email: String,
}

impl From<&str> for Address {
    /// An address without a display name.
    fn from(email: &str) -> Self {
        Address { name: None, email: email.into() }
    }
}

impl From<String> for Address {
    /// An address without a display name.
    fn from(email: String) -> Self {
        Address { name: None, email }
    }
}

impl fmt::Display for Address {
    /// For people: `Ann Smith <ann@x.org>`, with control characters escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{} <{}>", escaped(name), escaped(&self.email)),
            None => write!(f, "{}", escaped(&self.email)),
        }
    }
}
