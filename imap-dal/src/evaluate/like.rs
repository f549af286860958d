//! The patterns of `like`: `%` is any run of characters, `_` one character, `\` takes the next one as it stands.

use std::str::Chars;

/// A pattern for a whole value.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Copy, Debug)]
enum Token {
    Run,
    One,
    Literal(char),
}

impl Pattern {
    /// Every text is a pattern: a `\` at the very end stands for itself.
    pub(super) fn new(text: &str) -> Self {
        let mut tokens = Vec::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            tokens.push(match c {
                '%' => Token::Run,
                '_' => Token::One,
                '\\' => Token::Literal(chars.next().unwrap_or('\\')),
                c => Token::Literal(c),
            });
        }
        Pattern(tokens)
    }

    /// Only the last run met is ever tried longer: an earlier one that took more could not lead further. So the time is
    /// at most the product of both lengths.
    pub(super) fn matches(&self, value: &str) -> bool {
        let mut tokens = self.0.as_slice();
        let mut rest = value.chars();
        let mut retry: Option<(&[Token], Chars<'_>)> = None;
        loop {
            match tokens.split_first() {
                Some((Token::Run, after)) => {
                    retry = Some((after, rest.clone()));
                    tokens = after;
                    continue;
                }
                Some((token, after)) => {
                    let mut ahead = rest.clone();
                    if ahead.next().is_some_and(|c| token.takes(c)) {
                        (tokens, rest) = (after, ahead);
                        continue;
                    }
                }
                None if rest.as_str().is_empty() => return true,
                None => {}
            }
            let Some((after, from)) = &mut retry else { return false };
            if from.next().is_none() {
                return false;
            }
            (tokens, rest) = (after, from.clone());
        }
    }
}

impl Token {
    fn takes(self, c: char) -> bool {
        match self {
            Token::Literal(own) => own == c,
            Token::Run | Token::One => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(value: &str, pattern: &str) -> bool {
        Pattern::new(pattern).matches(value)
    }

    #[test]
    fn a_pattern_without_wildcards_is_the_whole_value() {
        assert!(like("abc", "abc"));
        assert!(!like("abcd", "abc"));
        assert!(!like("zabc", "abc"));
        assert!(like("", ""));
        assert!(!like("a", ""));
    }

    #[test]
    fn a_run_is_any_number_of_characters_and_none() {
        assert!(like("", "%"));
        assert!(like("", "%%"));
        assert!(like("anything", "%"));
        assert!(like("Re: x", "Re:%"));
        assert!(like("Re:", "Re:%"));
        assert!(like("a.b.pdf", "%.pdf"));
        assert!(like("axbxc", "a%b%c"));
        assert!(like("aXbXabYc", "a%ab%c"));
        assert!(!like("axbx", "a%b%c"));
        assert!(like("mississippi", "m%issip%i"));
        assert!(like("line\nline", "line%line"));
    }

    #[test]
    fn an_underscore_is_exactly_one_unicode_scalar() {
        assert!(like("ü", "_"));
        assert!(like("日本", "__"));
        assert!(!like("日本", "_"));
        assert!(!like("", "_"));
        assert!(like("abc", "%_c"));
        assert!(!like("c", "%_c"));
        assert!(like("👩‍💻", "___")); // woman, joiner, computer
    }

    #[test]
    fn a_backslash_takes_the_next_character_as_it_stands() {
        assert!(like("100%", r"100\%"));
        assert!(!like("1000", r"100\%"));
        assert!(like("a_b", r"a\_b"));
        assert!(!like("axb", r"a\_b"));
        assert!(like(r"a\b", r"a\\b"));
        assert!(like("abc", r"a\bc"));
        assert!(like(r"a\", r"a\"));
        assert!(like(r"\x", r"\\%"));
        assert!(like("%x", r"\%_"));
    }

    #[test]
    fn many_runs_do_not_blow_up() {
        let pattern = "%a".repeat(200) + "%b";
        assert!(!like(&"a".repeat(20_000), &pattern));
    }
}
