//! What a server can do, and what its search is worth.

/// What the search of a server is worth.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    text_keys: TextKeys,
}

impl Profile {
    /// What the server's text keys match.
    #[must_use]
    pub fn text_keys(self, text_keys: TextKeys) -> Self {
        Profile { text_keys }
    }
}

/// What the server's text keys (SUBJECT, FROM, BODY, ..) match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextKeys {
    /// Any substring, as RFC 9051 section 6.4.4 says.
    Substring,
    /// Whole words only, as Gmail and servers with a word index do.
    Words,
    /// Not known.
    #[default]
    Unknown,
}
