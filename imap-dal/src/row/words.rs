//! Header text: raw octets of a field to the text a person reads (RFC 5322 section 2.2, RFC 2047).

use super::{mime, transfer};
use std::{borrow::Cow, str};

/// The text of a field, a display name or a parameter: encoded words decoded, 8-bit octets as UTF-8 where they are valid
/// and as windows-1252 else, white space normalised.
pub(super) fn header_text(raw: &[u8]) -> Cow<'_, str> {
    let raw = raw.trim_ascii();
    match str::from_utf8(raw) {
        Ok(text) if is_plain(raw) => Cow::Borrowed(text),
        _ => any_text(raw),
    }
}

/// Whether it is printable ASCII in which nothing is encoded and no space doubled: then it is its own text. Nothing is
/// decided octet by octet, so that the compiler vectorises it.
fn is_plain(raw: &[u8]) -> bool {
    let is_odd = raw.iter().fold(false, |odd, byte| odd | !matches!(byte, b' '..=b'~') | (*byte == b'='));
    let pairs = raw.iter().zip(raw.get(1..).unwrap_or_default());
    !is_odd && !pairs.fold(false, |doubled, (a, b)| doubled | ((*a == b' ') & (*b == b' ')))
}

/// The text of octets that are trimmed.
fn any_text(raw: &[u8]) -> Cow<'_, str> {
    // No encoded word ends later: looking for ends that are not there would take quadratic time.
    let words_end = raw.windows(2).rposition(|pair| pair == b"?=").map_or(0, |at| at + 2);
    if encoded_word(&raw[..words_end], 0).is_some() {
        return Cow::Owned(normalized(&decoded(raw, words_end)).into_owned());
    }
    match mime::text_of(raw) {
        Cow::Borrowed(text) => normalized(text),
        Cow::Owned(text) => Cow::Owned(normalized(&text).into_owned()),
    }
}

/// Every run of space, tab, CR and LF as one space, none at the ends.
pub(super) fn normalized(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(is_space);
    let is_normal = |pair: &[u8]| !matches!(pair, [b'\t' | b'\r' | b'\n', _] | [b' ', b' ' | b'\t' | b'\r' | b'\n']);
    if text.as_bytes().windows(2).all(is_normal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// One `=?charset?encoding?text?=`.
struct EncodedWord<'a> {
    charset: &'a str,
    is_base64: bool,
    text: &'a [u8],
    /// Where it ends.
    end: usize,
}

/// The octets of adjacent words in one charset, not decoded yet: a character may be split over two of them.
#[derive(Default)]
struct Pending<'a> {
    charset: &'a str,
    octets: Vec<u8>,
}

impl Pending<'_> {
    fn flush(&mut self, out: &mut String) {
        if !self.octets.is_empty() {
            out.push_str(&mime::decode(Some(self.charset), &self.octets));
            self.octets.clear();
        }
    }
}

fn decoded(raw: &[u8], words_end: usize) -> String {
    // Whether 8-bit octets are UTF-8 is a question to the whole field.
    let is_utf8 = str::from_utf8(raw).is_ok();
    let mut out = String::with_capacity(raw.len());
    let mut pending = Pending::default();
    let (mut at, mut is_after_word) = (0, false);
    while let Some((start, word)) = encoded_word(&raw[..words_end], at) {
        let between = &raw[at..start];
        let is_joined = is_after_word && between.iter().all(u8::is_ascii_whitespace);
        if !is_joined {
            pending.flush(&mut out);
            push_raw(&mut out, between, is_utf8);
        }
        if !is_joined || !pending.charset.eq_ignore_ascii_case(word.charset) || mime::has_state(word.charset) {
            pending.flush(&mut out);
            pending.charset = word.charset;
        }
        if word.is_base64 {
            transfer::base64(word.text, &mut pending.octets);
        } else {
            transfer::q_encoding(word.text, &mut pending.octets);
        }
        (at, is_after_word) = (word.end, true);
    }
    pending.flush(&mut out);
    push_raw(&mut out, &raw[at..], is_utf8);
    out
}

fn push_raw(out: &mut String, octets: &[u8], is_utf8: bool) {
    if is_utf8 {
        out.push_str(&String::from_utf8_lossy(octets));
    } else {
        out.push_str(&mime::decode(Some(mime::FALLBACK), octets));
    }
}

/// The next encoded word from `from` on, and where it starts.
fn encoded_word(raw: &[u8], from: usize) -> Option<(usize, EncodedWord<'_>)> {
    let mut at = from;
    loop {
        at += find(raw.get(at..)?, b"=?")?;
        match encoded_word_at(raw, at) {
            Some(word) => return Some((at, word)),
            None => at += 2,
        }
    }
}

/// The encoded word that starts here. White space in its text is tolerated, as real messages have it.
fn encoded_word_at(raw: &[u8], at: usize) -> Option<EncodedWord<'_>> {
    const LONGEST_CHARSET: usize = 60;
    let inside = raw.get(at..)?.strip_prefix(b"=?")?;
    let mark = inside.iter().take(LONGEST_CHARSET).position(|byte| *byte == b'?').filter(|mark| *mark > 0)?;
    let label = str::from_utf8(&inside[..mark]).ok().filter(|label| label.bytes().all(|b| b.is_ascii_graphic()))?;
    let is_base64 = match inside.get(mark + 1..mark + 3)? {
        [b'b' | b'B', b'?'] => true,
        [b'q' | b'Q', b'?'] => false,
        _ => return None,
    };
    let text = &inside[mark + 3..];
    let length = find(text, b"?=")?;
    // RFC 2231 section 5 lets a language follow the charset.
    let charset = label.split('*').next().unwrap_or(label);
    Some(EncodedWord { charset, is_base64, text: &text[..length], end: at + 2 + mark + 3 + length + 2 })
}

/// How long the encoded word at the start of `raw` is, where there is one. It holds no white space here.
pub(super) fn encoded_word_length(raw: &[u8]) -> Option<usize> {
    const LONGEST: usize = 1000;
    let raw = &raw[..raw.len().min(LONGEST)];
    let end = raw.iter().position(u8::is_ascii_whitespace).unwrap_or(raw.len());
    encoded_word_at(&raw[..end], 0).map(|word| word.end)
}

fn find(bytes: &[u8], pair: &[u8; 2]) -> Option<usize> {
    bytes.windows(2).position(|window| window == pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn most_subjects_are_their_own_text() {
        assert!(is_plain(b"Re: minutes of the last meeting (draft 2)") && is_plain(b""));
        for other in ["two  spaces", "tab\tbed", "a =?utf-8?q?b?=", "Größe", "folded\r\n line"] {
            assert!(!is_plain(other.as_bytes()), "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_reads_what_the_long_one_does(
            raw in proptest::collection::vec(prop_oneof![Just(b' '), Just(b'='), Just(b'?'), b'a'..=b'c', any::<u8>()], 0..20)
        ) {
            prop_assert_eq!(header_text(&raw), any_text(raw.trim_ascii()));
        }
    }
}
