//! One text part of a message.

/// A text part of a message that is no attachment, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct TextPart {
    /// `text/plain`, `text/html`, ..: `type/subtype` in lower case.
    pub media_type: String,
    /// Its text: transfer and charset decoded, lines end in `\n`.
    pub text: String,
}

impl TextPart {
    pub(crate) fn new(media_type: String, text: String) -> Self {
        TextPart { media_type, text }
    }
}
