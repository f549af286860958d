//! The keywords of a message.

/// The keywords of a message: its flags without a leading backslash, as the server gives them
/// (RFC 9051 section 2.3.2). They are compared ignoring ASCII case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Keywords(Vec<String>);

impl Keywords {
    /// Whether `keyword` is among them, ignoring ASCII case.
    pub fn contains(&self, keyword: &str) -> bool {
        self.0.iter().any(|own| own.eq_ignore_ascii_case(keyword))
    }

    /// In the server's order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: Into<String>> FromIterator<S> for Keywords {
    fn from_iter<I: IntoIterator<Item = S>>(keywords: I) -> Self {
        Keywords(keywords.into_iter().map(Into::into).collect())
    }
}
