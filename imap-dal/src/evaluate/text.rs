//! How texts are compared: the one normal form of values and operands, and the operators of text columns.

use super::like::Pattern;
use regex::Regex;
use std::{borrow::Cow, collections::HashSet};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a text operator asks, with its operands in the form in which values are compared.
#[derive(Debug)]
pub(super) enum TextCheck {
    /// Equal to one of these.
    In(HashSet<String>),
    /// Ignoring case.
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Like(Pattern),
    /// Ignoring case.
    LikeIgnoringCase(Pattern),
    Matches(Regex),
}

impl TextCheck {
    pub(super) fn holds(&self, value: &str) -> bool {
        let value = normal(value);
        match self {
            TextCheck::In(texts) => texts.contains(&*value),
            TextCheck::Contains(text) => value.to_lowercase().contains(text),
            TextCheck::StartsWith(text) => value.starts_with(text),
            TextCheck::EndsWith(text) => value.ends_with(text),
            TextCheck::Like(pattern) => pattern.matches(&value),
            TextCheck::LikeIgnoringCase(pattern) => pattern.matches(&value.to_lowercase()),
            TextCheck::Matches(regex) => regex.is_match(&value),
        }
    }
}

/// In NFC, each run of white space as one space. Values are in this form, and trimmed: [`normal`].
pub(super) fn spaced(text: &str) -> Cow<'_, str> {
    let text = composed(text);
    if !text.contains(['\t', '\r', '\n']) && !text.contains("  ") {
        return text;
    }
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_white(c) {
            spaced.push(c);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    Cow::Owned(spaced)
}

/// As values are: [`spaced`] and trimmed. Operands of `eq`, `ne` and `is_in` as well.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    spaced(text.trim_matches(is_white))
}

/// For comparisons that ignore case.
pub(super) fn folded(text: &str) -> String {
    spaced(text).to_lowercase()
}

/// In NFC, otherwise as it is.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The white space of header fields and line ends. A no-break space is text.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}
