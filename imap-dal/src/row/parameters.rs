//! Values with parameters, as Content-Type and Content-Disposition have them (RFC 2045 section 5.1, RFC 2183, RFC 2231).

use super::{mime, words};
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// `word; name=value; ..`.
#[derive(Debug, Default)]
pub(super) struct Value<'t> {
    /// Without comments, white space as one space.
    pub(super) word: Octets<'t>,
    pub(super) parameters: Parameters<'t>,
}

/// Parameters as written, without quotes; the first of a name counts.
#[derive(Debug, Default)]
pub(super) struct Parameters<'t>(Cow<'t, [(Octets<'t>, Octets<'t>)]>);

/// Octets, borrowed where they stand as they are meant.
pub(super) type Octets<'t> = Cow<'t, [u8]>;

impl<'t> Value<'t> {
    /// Reads a field's value as far as it can be read: what is no parameter is passed over, what is never closed
    /// ends the list.
    pub(super) fn parse(raw: &'t [u8]) -> Self {
        let mut scanner = Scanner { rest: raw };
        let word = scanner.token(b";");
        let mut parameters = Vec::new();
        while scanner.pass(b';') {
            let name = scanner.token(b"=;");
            let Some(after) = scanner.rest.strip_prefix(b"=") else { continue };
            scanner.rest = after;
            let Some(value) = scanner.value() else { break };
            parameters.push((name, value));
        }
        Value { word, parameters: Parameters(parameters.into()) }
    }

    /// The word as a media type.
    pub(super) fn media_type(&self) -> Option<String> {
        let slash = self.word.iter().position(|byte| *byte == b'/')?;
        media_type(self.word[..slash].trim_ascii(), self.word[slash + 1..].trim_ascii())
    }
}

/// `type/subtype` in lower case; none where they are not two tokens (RFC 2045 section 5.1).
pub(super) fn media_type(kind: &[u8], subtype: &[u8]) -> Option<String> {
    let is_token = |text: &[u8]| !text.is_empty() && !text.iter().copied().any(is_special);
    if !is_token(kind) || !is_token(subtype) {
        return None;
    }
    let mut text = String::with_capacity(kind.len() + 1 + subtype.len());
    text.push_str(&String::from_utf8_lossy(kind));
    text.push('/');
    text.push_str(&String::from_utf8_lossy(subtype));
    text.make_ascii_lowercase();
    Some(text)
}

/// Whether a token may not contain it (RFC 2045 section 5.1, but for control characters).
fn is_special(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'@' | b',' | b';' | b':' | b'\\' | b'"' | b'/' | b'[' | b']' | b'?' | b'='
    ) || byte.is_ascii_whitespace()
}

impl<'t> Parameters<'t> {
    /// As BODYSTRUCTURE lists them.
    pub(super) fn of_pairs(pairs: &'t [(Octets<'t>, Octets<'t>)]) -> Self {
        Parameters(Cow::Borrowed(pairs))
    }

    /// A parameter's text: continued and in a charset (RFC 2231), or with encoded words, as mail programs write them too.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let extended = self.extended(name);
        let plain = || self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name.as_bytes()));
        extended.or_else(|| plain().map(|(_, value)| words::header_text(value).into_owned()))
    }

    /// A parameter's octets.
    pub(super) fn octets(&self, name: &str) -> Option<&[u8]> {
        let named = self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name.as_bytes()));
        named.map(|(_, value)| &**value)
    }

    /// `name*`, or `name*0`, `name*1*`, ..: the pieces in the order of their numbers (RFC 2231 sections 3 and 4).
    fn extended(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<(u32, bool, &[u8])> = Vec::new();
        for (own, value) in &*self.0 {
            let Some((own, marks)) = own.split_at_checked(name.len()) else { continue };
            if !own.eq_ignore_ascii_case(name.as_bytes()) || marks.first() != Some(&b'*') {
                continue;
            }
            let is_encoded = marks.ends_with(b"*");
            let number = marks[1..].strip_suffix(b"*").unwrap_or(&marks[1..]);
            let number =
                if number.is_empty() { Some(0) } else { str::from_utf8(number).ok().and_then(|n| n.parse().ok()) };
            pieces.extend(number.map(|number| (number, is_encoded, &**value)));
        }
        pieces.sort_by_key(|(number, ..)| *number);
        pieces.dedup_by_key(|(number, ..)| *number);
        let (_, has_charset, first) = *pieces.first()?;
        let mut charset = None;
        let mut octets = Vec::new();
        for (i, (_, is_encoded, value)) in pieces.into_iter().enumerate() {
            let value = if i == 0 && has_charset {
                let mut quoted = first.splitn(3, |byte| *byte == b'\'');
                match (quoted.next(), quoted.next(), quoted.next()) {
                    (Some(label), Some(_), Some(value)) => {
                        charset = Some(String::from_utf8_lossy(label).into_owned());
                        value
                    }
                    _ => first,
                }
            } else {
                value
            };
            if is_encoded { octets.extend(percent_decode(value)) } else { octets.extend_from_slice(value) }
        }
        if has_charset {
            return Some(words::normalized(&mime::decode(charset.as_deref(), &octets)).into_owned());
        }
        Some(words::header_text(&octets).into_owned())
    }
}

/// A structured value without its comments (RFC 5322 section 3.2.2), white space as one space.
pub(super) fn without_comments(raw: &[u8]) -> Octets<'_> {
    Scanner { rest: raw }.token(b"")
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    /// What stands before one of `ends`, without comments, white space as one space.
    fn token(&mut self, ends: &[u8]) -> Octets<'a> {
        let is_plain = |byte: &u8| !ends.contains(byte) && *byte != b'(' && !byte.is_ascii_whitespace();
        let plain = self.rest.iter().position(|byte| !is_plain(byte)).unwrap_or(self.rest.len());
        let (start, after) = self.rest.split_at(plain);
        if after.first().is_none_or(|byte| ends.contains(byte)) {
            self.rest = after;
            return start.into();
        }
        let mut token = Vec::new();
        while let Some((byte, after)) = self.rest.split_first() {
            if ends.contains(byte) {
                break;
            }
            if *byte == b'(' {
                self.pass_comment();
                continue;
            }
            if !byte.is_ascii_whitespace() {
                token.push(*byte);
            } else if !matches!(token.last(), None | Some(b' ')) {
                token.push(b' ');
            }
            self.rest = after;
        }
        token.truncate(token.trim_ascii_end().len());
        token.into()
    }

    /// A quoted string, or what stands before white space; none for a quoted string that is never closed.
    fn value(&mut self) -> Option<Octets<'a>> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            if self.rest.first() != Some(&b'(') {
                break;
            }
            self.pass_comment();
        }
        let Some(inside) = self.rest.strip_prefix(b"\"") else {
            let is_end = |byte: &u8| matches!(byte, b';' | b'(') || byte.is_ascii_whitespace();
            let end = self.rest.iter().position(is_end).unwrap_or(self.rest.len());
            let (value, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(value.into());
        };
        self.rest = inside;
        let (mut value, mut is_escaped) = (Vec::new(), false);
        while let Some((byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => {
                    is_escaped = true;
                    continue;
                }
                b'"' => return Some(value.into()),
                _ => {}
            }
            value.push(*byte);
        }
        None
    }

    /// Goes behind the next `end`; false where there is none.
    fn pass(&mut self, end: u8) -> bool {
        while let Some((byte, after)) = self.rest.split_first() {
            if *byte == b'(' {
                self.pass_comment();
                continue;
            }
            self.rest = after;
            if *byte == end {
                return true;
            }
        }
        false
    }

    fn pass_comment(&mut self) {
        let (mut depth, mut is_escaped) = (0usize, false);
        while let Some((byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}
