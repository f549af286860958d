//! Address lists (RFC 5322 section 3.4), read leniently: what is no mailbox is passed over.

use super::{mime, words};
use crate::Address;

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
struct Entry {
    /// What stands before the angle bracket, or all there is.
    words: Vec<Word>,
    /// What stands between the angle brackets.
    angle: Option<Vec<Word>>,
    /// The first comment: the display name of old.
    comment: Option<Vec<u8>>,
}

/// An atom or a quoted string.
struct Word {
    /// Without quotes.
    text: Vec<u8>,
    is_quoted: bool,
    /// Whether white space stands before it.
    is_spaced: bool,
}

impl Addresses<'_> {
    /// Reads up to the next comma; a semicolon ends a group, a colon its name.
    fn entry(&mut self) -> Entry {
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

    /// `(..)`, which may hold others.
    fn comment(&mut self) -> Vec<u8> {
        let (mut text, mut depth, mut is_escaped) = (Vec::new(), 0usize, false);
        while let Some((byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => {
                    is_escaped = true;
                    continue;
                }
                b'(' => {
                    depth += 1;
                    if depth == 1 {
                        continue;
                    }
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
            text.push(*byte);
        }
        text
    }

    fn quoted(&mut self) -> Vec<u8> {
        let (mut text, mut is_escaped) = (Vec::new(), false);
        self.rest = self.rest.strip_prefix(b"\"").unwrap_or(self.rest);
        while let Some((byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => {
                    is_escaped = true;
                    continue;
                }
                b'"' => break,
                _ => {}
            }
            text.push(*byte);
        }
        text
    }

    /// Up to a special character; an encoded word and a domain literal may hold some.
    fn atom(&mut self) -> Vec<u8> {
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
        atom.to_vec()
    }
}

fn starts_a_route(angle: &[Word]) -> bool {
    angle.first().is_some_and(|word| !word.is_quoted && word.text.starts_with(b"@"))
}

impl Entry {
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

fn phrase(words: &[Word]) -> Option<String> {
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
fn bare_email(words: &[Word]) -> Option<(usize, usize)> {
    let at = words.iter().rposition(|word| !word.is_quoted && word.text.contains(&b'@'))?;
    let is_joined = |i: usize| match (words.get(i.wrapping_sub(1)), words.get(i)) {
        (Some(left), Some(right)) => {
            let touches = |word: &Word, end: Option<&u8>| !word.is_quoted && matches!(end, Some(b'.' | b'@'));
            !right.is_spaced || touches(left, left.text.last()) || touches(right, right.text.first())
        }
        _ => false,
    };
    let start = (1..=at).rev().find(|i| !is_joined(*i)).unwrap_or(0);
    let end = (at + 1..words.len()).find(|i| !is_joined(*i)).unwrap_or(words.len());
    Some((start, end))
}

/// `local@domain` of the words of an address, without quotes where the local part needs none.
fn email(words: &[Word]) -> Option<String> {
    let at = words.iter().rposition(|word| !word.is_quoted && word.text.contains(&b'@'))?;
    let middle = words[at].text.iter().rposition(|byte| *byte == b'@')?;
    let (before, from_at) = words[at].text.split_at(middle);
    let needs_quotes = words[..at].iter().any(|word| word.is_quoted && !is_dot_atom(&word.text));
    let mut local = Vec::new();
    for word in &words[..at] {
        if needs_quotes && word.is_quoted {
            local.push(b'"');
            for byte in &word.text {
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
    let domain: Vec<u8> =
        from_at[1..].iter().copied().chain(words[at + 1..].iter().flat_map(|w| w.text.clone())).collect();
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    local.push(b'@');
    local.extend_from_slice(&domain);
    Some(mime::text_of(&local).into_owned())
}

/// Whether a local part can stand without quotes (RFC 5322 section 3.2.3, RFC 6532).
fn is_dot_atom(text: &[u8]) -> bool {
    let is_atext =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"!#$%&'*+-/=?^_`{|}~".contains(byte);
    text.split(|byte| *byte == b'.').all(|atom| !atom.is_empty() && atom.iter().all(is_atext))
}
