//! Address lists (RFC 5322 section 3.4), read leniently: what is no mailbox is passed over.

use super::{mime, words};
use crate::Address;
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// The mailboxes of a field in order, members of groups included.
pub(super) fn addresses(value: &[u8]) -> Addresses<'_> {
    Addresses { rest: value }
}

/// Reads one mailbox after the other.
pub(super) struct Addresses<'a> {
    rest: &'a [u8],
}

impl Iterator for Addresses<'_> {
    type Item = Address;

    fn next(&mut self) -> Option<Address> {
        if let Some(address) = plain(self.rest) {
            self.rest = &[];
            return Some(address);
        }
        self.read()
    }
}

/// The only address of a value, where it stands as most do: `ann@example.org`, with a name of words, encoded ones too,
/// or in quotes before `<ann@example.org>`. What this reads is what [`Addresses::read`] does, at a quarter of the cost.
fn plain(value: &[u8]) -> Option<Address> {
    let is_plain = |byte: &u8| PLAIN[usize::from(*byte)] == IN_EMAIL;
    let value = without_spaces(value);
    let (phrase, email) = match value.strip_suffix(b">") {
        Some(value) => value.split_at_checked(memchr(b'<', value)?)?,
        None => (&b""[..], value),
    };
    let email = email.strip_prefix(b"<").unwrap_or(email);
    let (local, domain) = email.split_at_checked(memchr(b'@', email)?)?;
    let domain = domain.strip_prefix(b"@")?;
    if local.is_empty() || domain.is_empty() || !local.iter().chain(domain).all(is_plain) {
        return None;
    }
    let phrase = without_spaces(phrase);
    let name = match phrase.strip_prefix(b"\"").and_then(|phrase| phrase.strip_suffix(b"\"")) {
        Some(quoted) if memchr2(b'"', b'\\', quoted).is_none() => quoted,
        // Encoded words, as long as they hold nothing that means something in an address.
        None if phrase.iter().all(|byte| PLAIN[usize::from(*byte)] != 0) => phrase,
        _ => return None,
    };
    let name = Some(words::header_text(name).into_owned()).filter(|name| !name.is_empty());
    Some(Address { name, email: str::from_utf8(email).ok()?.to_owned() })
}

const IN_EMAIL: u8 = 1;
const IN_PHRASE: u8 = 2;

/// What stands for itself in an address, or in the words before one only.
const PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let (in_email, in_phrase) = (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+", b" '=?/");
    let mut at = 0;
    while at < in_email.len() {
        plain[in_email[at] as usize] = IN_EMAIL;
        at += 1;
    }
    at = 0;
    while at < in_phrase.len() {
        plain[in_phrase[at] as usize] = IN_PHRASE;
        at += 1;
    }
    plain
};

fn without_spaces(mut value: &[u8]) -> &[u8] {
    while let [b' ', rest @ ..] | [rest @ .., b' '] = value {
        value = rest;
    }
    value
}

impl Addresses<'_> {
    /// The next address, however it is written.
    fn read(&mut self) -> Option<Address> {
        while !self.rest.is_empty() {
            if let Some(address) = self.entry().into_address() {
                return Some(address);
            }
        }
        None
    }
}

/// What stands between two commas.
#[derive(Default)]
struct Entry<'a> {
    /// What stands before the angle bracket, or all there is.
    words: Vec<Word<'a>>,
    /// What stands between the angle brackets.
    angle: Option<Vec<Word<'a>>>,
    /// The first comment: the display name of old.
    comment: Option<Cow<'a, [u8]>>,
}

/// An atom or a quoted string.
struct Word<'a> {
    /// Without quotes.
    text: Cow<'a, [u8]>,
    is_quoted: bool,
    /// Whether white space stands before it.
    is_spaced: bool,
}

impl<'a> Addresses<'a> {
    /// Reads up to the next comma; a semicolon ends a group, a colon its name.
    fn entry(&mut self) -> Entry<'a> {
        let mut entry = Entry::default();
        let mut is_in_angle = false;
        let mut is_spaced = false;
        while let Some((first, after)) = self.rest.split_first() {
            match first {
                b',' | b';' => {
                    self.rest = after;
                    // A route, `<@a,@b:ann@x>`, has commas of its own.
                    let is_route = is_in_angle && entry.angle.as_ref().is_some_and(|angle| starts_a_route(angle));
                    if !is_route {
                        return entry;
                    }
                }
                b':' => {
                    self.rest = after;
                    match &mut entry.angle {
                        Some(angle) if is_in_angle => angle.clear(),
                        Some(_) => {}
                        None => entry = Entry::default(),
                    }
                }
                b'<' => {
                    self.rest = after;
                    entry.angle = Some(Vec::new());
                    is_in_angle = true;
                }
                b'>' => {
                    self.rest = after;
                    is_in_angle = false;
                }
                b'(' => {
                    let comment = self.comment();
                    entry.comment.get_or_insert(comment);
                    is_spaced = true;
                    continue;
                }
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.rest = after;
                    is_spaced = true;
                    continue;
                }
                _ => {
                    let is_quoted = *first == b'"';
                    let text = if is_quoted { self.quoted() } else { self.atom() };
                    let word = Word { text, is_quoted, is_spaced };
                    match &mut entry.angle {
                        Some(angle) if is_in_angle => angle.push(word),
                        // What follows the angle bracket belongs to nothing.
                        Some(_) => {}
                        None => entry.words.push(word),
                    }
                }
            }
            is_spaced = false;
        }
        entry
    }

    /// `(..)`, which may hold others; without the outer parentheses.
    fn comment(&mut self) -> Cow<'a, [u8]> {
        let mut depth = 0usize;
        self.delimited(|byte| {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
    }

    fn quoted(&mut self) -> Cow<'a, [u8]> {
        let mut quotes = 0;
        self.delimited(|byte| {
            quotes += usize::from(byte == b'"');
            quotes == 2
        })
    }

    /// From one delimiter to the one that `is_last`, or to the end; backslashes that escape are dropped.
    fn delimited(&mut self, mut is_last: impl FnMut(u8) -> bool) -> Cow<'a, [u8]> {
        let (mut is_escaped, mut has_escapes) = (false, false);
        let end = self.rest.iter().position(|byte| {
            let was_escaped = is_escaped;
            is_escaped = !was_escaped && *byte == b'\\';
            has_escapes |= is_escaped;
            !was_escaped && !is_escaped && is_last(*byte)
        });
        let whole = &self.rest[..end.unwrap_or(self.rest.len())];
        self.rest = self.rest.get(whole.len() + 1..).unwrap_or_default();
        let inside = whole.get(1..).unwrap_or_default();
        if !has_escapes {
            return Cow::Borrowed(inside);
        }
        let mut is_escaped = false;
        let is_kept = |byte: &u8| {
            is_escaped = !is_escaped && *byte == b'\\';
            !is_escaped
        };
        Cow::Owned(inside.iter().copied().filter(is_kept).collect())
    }

    /// Up to a special character; an encoded word and a domain literal may hold some.
    fn atom(&mut self) -> Cow<'a, [u8]> {
        let mut length = 0;
        while let Some(byte) = self.rest.get(length) {
            let ahead = &self.rest[length..];
            match byte {
                b'=' => length += words::encoded_word_length(ahead).unwrap_or(1),
                b'[' => {
                    let stop = ahead.iter().position(|byte| matches!(byte, b']' | b'>' | b',' | b' ' | b'\r' | b'\n'));
                    length += stop.unwrap_or(1).max(1);
                }
                b',' | b';' | b':' | b'<' | b'>' | b'(' | b'"' | b' ' | b'\t' | b'\r' | b'\n' if length > 0 => break,
                _ => length += 1,
            }
        }
        let (atom, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        Cow::Borrowed(atom)
    }
}

fn starts_a_route(angle: &[Word<'_>]) -> bool {
    angle.first().is_some_and(|word| !word.is_quoted && word.text.starts_with(b"@"))
}

impl Entry<'_> {
    fn into_address(self) -> Option<Address> {
        let Entry { words: before, angle, comment } = self;
        let (email, name) = match angle {
            Some(angle) => (email(&angle)?, phrase(&before)),
            None => {
                let (start, end) = bare_email(&before)?;
                let email = email(&before[start..end])?;
                (email, phrase(&before[..start]))
            }
        };
        let name = name.or_else(|| Some(words::header_text(&comment?).into_owned()).filter(|name| !name.is_empty()));
        Some(Address { name, email })
    }
}

fn phrase(words: &[Word<'_>]) -> Option<String> {
    if let [Word { text, .. }] = words {
        return Some(words::header_text(text).into_owned()).filter(|name| !name.is_empty());
    }
    let mut raw = Vec::new();
    for word in words {
        if word.is_spaced && !raw.is_empty() {
            raw.push(b' ');
        }
        raw.extend_from_slice(&word.text);
    }
    Some(words::header_text(&raw).into_owned()).filter(|name| !name.is_empty())
}

/// Which words are the address where no angle brackets say so: the last that hold an `@`, with what is joined to them.
fn bare_email(words: &[Word<'_>]) -> Option<(usize, usize)> {
    let at = words.iter().rposition(|word| !word.is_quoted && word.text.contains(&b'@'))?;
    let is_joined = |i: usize| match (words.get(i.wrapping_sub(1)), words.get(i)) {
        (Some(left), Some(right)) => {
            let touches = |word: &Word<'_>, end: Option<&u8>| !word.is_quoted && matches!(end, Some(b'.' | b'@'));
            !right.is_spaced || touches(left, left.text.last()) || touches(right, right.text.first())
        }
        _ => false,
    };
    let start = (1..=at).rev().find(|i| !is_joined(*i)).unwrap_or(0);
    let end = (at + 1..words.len()).find(|i| !is_joined(*i)).unwrap_or(words.len());
    Some((start, end))
}

/// `local@domain` of the words of an address, without quotes where the local part needs none.
fn email(words: &[Word<'_>]) -> Option<String> {
    let at = words.iter().rposition(|word| !word.is_quoted && word.text.contains(&b'@'))?;
    let middle = words[at].text.iter().rposition(|byte| *byte == b'@')?;
    let (before, from_at) = words[at].text.split_at(middle);
    let needs_quotes = words[..at].iter().any(|word| word.is_quoted && !is_dot_atom(&word.text));
    let mut local = Vec::new();
    for word in &words[..at] {
        if needs_quotes && word.is_quoted {
            local.push(b'"');
            for byte in word.text.iter() {
                if matches!(byte, b'"' | b'\\') {
                    local.push(b'\\');
                }
                local.push(*byte);
            }
            local.push(b'"');
        } else {
            local.extend_from_slice(&word.text);
        }
    }
    local.extend_from_slice(before);
    if local.is_empty() {
        return None;
    }
    let mut email = local;
    email.extend_from_slice(from_at);
    let domain_start = email.len() + 1 - from_at.len();
    words[at + 1..].iter().for_each(|word| email.extend_from_slice(&word.text));
    if email.len() == domain_start {
        return None;
    }
    Some(String::from_utf8(email).unwrap_or_else(|error| mime::text_of(error.as_bytes()).into_owned()))
}

/// Whether a local part can stand without quotes (RFC 5322 section 3.2.3, RFC 6532).
fn is_dot_atom(text: &[u8]) -> bool {
    let is_atext =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"!#$%&'*+-/=?^_`{|}~".contains(byte);
    text.split(|byte| *byte == b'.').all(|atom| !atom.is_empty() && atom.iter().all(is_atext))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(value: &[u8]) -> Vec<Address> {
        let mut addresses = addresses(value);
        std::iter::from_fn(|| addresses.read()).collect()
    }

    #[test]
    fn what_most_write_is_plain() {
        let plain =
            |value: &str| plain(value.as_bytes()).map(|address| (address.name.unwrap_or_default(), address.email));
        let of = |name: &str, email: &str| Some((name.to_owned(), email.to_owned()));
        assert_eq!(plain(" ann@example.org"), of("", "ann@example.org"));
        assert_eq!(plain(" Ann  O'Hara <ann@example.org> "), of("Ann O'Hara", "ann@example.org"));
        assert_eq!(plain("\"Hara, Ann; =?utf-8?q?=C3=A9?=\" <a.b+c@x-y.z>"), of("Hara, Ann; é", "a.b+c@x-y.z"));
        assert_eq!(plain("=?utf-8?q?=C3=89?= =?utf-8?b?w6k=?= X <a@x>"), of("Éé X", "a@x"));
        for other in ["a@x, b@x", "Ann (her) <a@x>", "a@b@c", "a@x>", "Ann a@x", "a <b> <c@x>", "@x", "a@", ""] {
            assert_eq!(plain(other), None, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_reads_what_the_long_one_does(
            value in r#"([a-c .\-+'"\\<>@,;:()=?_\[\]\r\n\té\x0c]|Ann|a@x|<a@x>|"b, c"|=\?utf-8\?q\?=C3=A9\?=){0,12}"#,
            name in r#"[ a-z'"._-]{0,8}"#,
        ) {
            let simple = format!("{name}<{value}@x>");
            for value in [value.as_bytes(), simple.as_bytes()] {
                prop_assert_eq!(addresses(value).collect::<Vec<_>>(), read(value));
            }
        }
    }
}
