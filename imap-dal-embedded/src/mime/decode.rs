//! Transfer encodings and charsets, leniently: what cannot be read is passed over, never an error.

use mail_parser::decoders::charsets::map::charset_decoder;

/// Undoes a Content-Transfer-Encoding.
pub(crate) fn transfer(bytes: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => base64(bytes),
        "quoted-printable" => quoted_printable(bytes),
        _ => bytes.to_vec(),
    }
}

/// Text in a charset; an unknown one is read as UTF-8 if it is, else as windows-1252.
pub(crate) fn charset(bytes: &[u8], label: Option<&str>) -> String {
    let plain = ["utf-8", "utf8", "us-ascii", "ascii"];
    match label.filter(|l| !plain.iter().any(|p| p.eq_ignore_ascii_case(l))) {
        Some(label) => known_charset(label).map_or_else(|| lenient_utf8(bytes), |decoder| decoder(bytes)),
        None => lenient_utf8(bytes),
    }
}

/// The decoder of a charset other than UTF-8 and US-ASCII.
pub(crate) fn known_charset(label: &str) -> Option<fn(&[u8]) -> String> {
    charset_decoder(label.to_ascii_lowercase().as_bytes())
}

/// UTF-8 if it is valid, else windows-1252 (its undefined octets as Latin-1).
pub(crate) fn lenient_utf8(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => match known_charset("windows-1252") {
            Some(decoder) => decoder(bytes),
            None => bytes.iter().map(|b| char::from(*b)).collect(),
        },
    }
}

/// Base64; anything outside the alphabet is passed over, `=` ends a group.
pub(crate) fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in bytes {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                (bits, held) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
        bits &= (1 << held) - 1;
    }
    out
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let text = line.trim_ascii_end();
        let ending =
            line.strip_suffix(b"\r\n").map_or(if line.ends_with(b"\n") { &b"\n"[..] } else { b"" }, |_| b"\r\n");
        let (text, ending) = text.strip_suffix(b"=").map_or((text, ending), |text| (text, b""));
        let mut rest = text;
        while let Some((first, tail)) = rest.split_first() {
            let pair = (*first == b'=').then(|| tail.get(..2).and_then(hex)).flatten();
            out.push(pair.unwrap_or(*first));
            rest = if pair.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
        }
        out.extend_from_slice(ending);
    }
    out
}

fn hex(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok().filter(|p| p.bytes().all(|b| b.is_ascii_hexdigit()))?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_passes_over_what_does_not_belong() {
        assert_eq!(base64(b"aGVs\r\nbG8="), b"hello");
        assert_eq!(base64(b"aGk=aGk="), b"hihi");
        assert_eq!(base64(b"a!G*k"), b"hi");
    }

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        assert_eq!(
            transfer(b"caf=C3=A9 =\r\nau lait=\n 50=% \r\n", "Quoted-Printable"),
            "café au lait 50=%\r\n".as_bytes()
        );
    }

    #[test]
    fn charsets() {
        assert_eq!(charset(b"caf\xe9", Some("ISO-8859-1")), "café");
        assert_eq!(charset(b"\xc7\xd1", Some("EUC-KR")), "한");
        assert_eq!(charset(b"caf\xe9", Some("utf-8")), "café");
        assert_eq!(charset("café".as_bytes(), Some("no-such-charset")), "café");
    }
}
