//! Values with parameters, as Content-Type and Content-Disposition have them (RFC 2045 section 5.1, RFC 2183, RFC 2231).

use super::{mime, words};
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// `word; name=value; ..`.
#[derive(Debug, Default)]
pub(super) struct Value {
    /// Without comments and white space, as written.
    pub(super) word: Vec<u8>,
    pub(super) parameters: Parameters,
}

/// Parameters as written, without quotes; the first of a name counts.
#[derive(Debug, Default)]
pub(super) struct Parameters(Vec<(Vec<u8>, Vec<u8>)>);

impl Value {
    /// Reads a field's value: a piece that is no parameter is passed over.
    pub(super) fn parse(raw: &[u8]) -> Self {
        let mut scanner = Scanner { rest: raw };
        let word = scanner.token(b";");
        let mut parameters = Vec::new();
        while scanner.pass(b';') {
            let name = scanner.token(b"=;");
            if scanner.rest.first() == Some(&b'=') {
                scanner.rest = &scanner.rest[1..];
                let value = scanner.value();
                if !name.is_empty() {
                    parameters.push((name, value));
                }
            }
        }
        Value { word, parameters: Parameters(parameters) }
    }
}

impl Parameters {
    /// As BODYSTRUCTURE lists them.
    pub(super) fn of_pairs(pairs: &[(Cow<'_, [u8]>, Cow<'_, [u8]>)]) -> Self {
        Parameters(pairs.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect())
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
        named.map(|(_, value)| value.as_slice())
    }

    /// `name*`, or `name*0`, `name*1*`, ..: the pieces in the order of their numbers (RFC 2231 sections 3 and 4).
    fn extended(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<(u32, bool, &[u8])> = Vec::new();
        for (own, value) in &self.0 {
            let Some((own, marks)) = own.split_at_checked(name.len()) else { continue };
            if !own.eq_ignore_ascii_case(name.as_bytes()) || marks.first() != Some(&b'*') {
                continue;
            }
            let is_encoded = marks.ends_with(b"*");
            let number = marks[1..].strip_suffix(b"*").unwrap_or(&marks[1..]);
            let number =
                if number.is_empty() { Some(0) } else { str::from_utf8(number).ok().and_then(|n| n.parse().ok()) };
            pieces.extend(number.map(|number| (number, is_encoded, value.as_slice())));
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

struct Scanner<'a> {
    rest: &'a [u8],
}

impl Scanner<'_> {
    /// What stands before one of `ends`, without comments and white space.
    fn token(&mut self, ends: &[u8]) -> Vec<u8> {
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
            }
            self.rest = after;
        }
        token
    }

    /// A quoted string, or what stands before white space.
    fn value(&mut self) -> Vec<u8> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            if self.rest.first() != Some(&b'(') {
                break;
            }
            self.pass_comment();
        }
        let mut value = Vec::new();
        let is_quoted = self.rest.first() == Some(&b'"');
        if is_quoted {
            self.rest = &self.rest[1..];
        }
        let mut is_escaped = false;
        while let Some((byte, after)) = self.rest.split_first() {
            if !is_quoted && (matches!(byte, b';' | b'(') || byte.is_ascii_whitespace()) {
                break;
            }
            self.rest = after;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_quoted => {
                    is_escaped = true;
                    continue;
                }
                b'"' if is_quoted => break,
                _ => {}
            }
            value.push(*byte);
        }
        value
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
