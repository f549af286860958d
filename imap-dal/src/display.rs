//! The one helper for text that comes from a message or a server and is shown to a person.

use std::fmt;

/// Shows `text` with control and bidirectional-override characters escaped, so that mail cannot draw on a terminal.
pub fn escaped(text: &str) -> impl fmt::Display + '_ {
    fmt::from_fn(move |f| {
        text.chars().try_for_each(|c| if is_hazard(c) { write!(f, "{}", c.escape_unicode()) } else { write!(f, "{c}") })
    })
}

/// Cuts `text` to at most `characters`, ending in `…` where something was left out, and escapes it.
pub fn shortened(text: &str, characters: usize) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(characters).collect();
    if chars.next().is_none() {
        return escaped(&head).to_string();
    }
    let head: String = head.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", escaped(&head))
}

/// Controls (C0, DEL, C1), line and paragraph separators, bidirectional controls, and the invisible byte order mark.
pub(crate) fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_bidirectional_overrides_are_escaped() {
        assert_eq!(escaped("a\u{1b}[2Jb\u{202e}c\nd").to_string(), "a\\u{1b}[2Jb\\u{202e}c\\u{a}d");
        assert_eq!(escaped("Grüße, 日本").to_string(), "Grüße, 日本");
    }

    #[test]
    fn cutting_counts_characters_and_shows_that_something_is_missing() {
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("日本語です", 4), "日本語…");
        assert_eq!(shortened("", 0), "");
    }
}
