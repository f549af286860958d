//! What can be wrong with bytes: from a server (`WireError`) or on their way to one (`InvalidArgument`).

use std::fmt;

use super::escape::escape;

/// Octets of a malformed response that are quoted in the error.
const QUOTED: usize = 80;

/// Why bytes from a server could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WireError {
    /// The server sent more than this client is willing to hold.
    Limit {
        /// Which limit: `line`, `literal`, `response` or `nesting`.
        what: &'static str,
        /// Its value, in octets or levels.
        limit: usize,
    },
    /// The server sent something RFC 9051 and its extensions do not allow.
    Malformed {
        /// What was expected there.
        what: &'static str,
        /// The bytes met up to the first line end, cut and escaped.
        bytes: Box<str>,
    },
}

impl WireError {
    pub(super) fn malformed(what: &'static str, bytes: &[u8]) -> Self {
        // A literal starts after a line end; what it holds may be a message, which no error shows.
        let line = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        Self::Malformed { what, bytes: escape(line, QUOTED).into() }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { what, limit } => write!(f, "the server exceeded the limit of {limit} for one {what}"),
            Self::Malformed { what, bytes } => write!(f, "the server sent a malformed {what}: {bytes}"),
        }
    }
}

impl std::error::Error for WireError {}

/// Why a command was refused before a byte of it was sent. Values are never quoted: they may be secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InvalidArgument {
    /// What is wrong with which kind of argument.
    pub(crate) what: &'static str,
}

impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for InvalidArgument {}
