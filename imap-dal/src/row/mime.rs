//! What mail-parser does for us, and the only file that knows it: charsets, and the text of HTML. Its header and message
//! parsers are not used: the last of duplicate fields wins there, empty ones are missing, impossible dates wrap.

use mail_parser::decoders::{charsets::map::charset_decoder, html};
use std::{borrow::Cow, string::FromUtf8Error};

/// What text without a usable charset is read as where it is no UTF-8.
pub(super) const FALLBACK: &str = "windows-1252";

/// Octets without a charset: UTF-8 where they are valid, else windows-1252.
pub(super) fn text_of(octets: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(octets) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode(Some(FALLBACK), octets)),
    }
}

/// Octets in a charset (by its IANA name or an alias) as text; what the charset does not have becomes U+FFFD. Without a
/// charset, and in ASCII, 8-bit octets are read as [`text_of`] does; an unknown charset is read as windows-1252.
pub(super) fn decode(charset: Option<&str>, octets: &[u8]) -> String {
    let charset = charset.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("us-ascii");
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(charset));
    if octets.is_ascii() && !has_state(charset) && !is_wide(charset) {
        return String::from_utf8_lossy(octets).into_owned();
    }
    if is(&["utf-8", "utf8"]) {
        return String::from_utf8_lossy(octets).into_owned();
    }
    if is(&["us-ascii", "ascii", "ansi_x3.4-1968"]) && str::from_utf8(octets).is_ok() {
        return String::from_utf8_lossy(octets).into_owned();
    }
    match charset_decoder(charset.as_bytes()).or_else(|| charset_decoder(FALLBACK.as_bytes())) {
        Some(decoder) => decoder(octets),
        None => String::from_utf8_lossy(octets).into_owned(),
    }
}

/// As [`decode`], without copying what is UTF-8 already.
pub(super) fn decode_owned(charset: Option<&str>, octets: Vec<u8>) -> String {
    let is_utf_8 = charset.is_some_and(|name| name.eq_ignore_ascii_case("utf-8"));
    match String::from_utf8(octets) {
        Ok(text) if is_utf_8 => text,
        other => decode(charset, &other.map_or_else(FromUtf8Error::into_bytes, String::into_bytes)),
    }
}

/// Whether the meaning of an octet depends on those before it, so that each encoded word starts anew (RFC 2047 section 3).
pub(super) fn has_state(charset: &str) -> bool {
    starts_with_any(charset, &["iso-2022", "csiso2022", "utf-7", "hz-gb"])
}

/// Whether ASCII characters are more than one octet.
fn is_wide(charset: &str) -> bool {
    starts_with_any(charset, &["utf-16", "utf-32", "ucs-", "unicode", "csunicode", "iso-10646"])
}

fn starts_with_any(charset: &str, prefixes: &[&str]) -> bool {
    let starts = |prefix: &&str| charset.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    prefixes.iter().any(starts)
}

/// The words of an HTML text, without its markup.
pub(super) fn html_to_text(html: &str) -> String {
    html::html_to_text(html)
}
