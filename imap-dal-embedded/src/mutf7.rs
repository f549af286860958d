//! Mailbox names on the wire: modified UTF-7 (RFC 3501, section 5.1.3). Pure.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// Encodes a name for the wire.
pub(crate) fn encode(name: &str) -> String {
    let mut out = String::new();
    let mut shifted: Vec<u16> = Vec::new();
    for c in name.chars() {
        if (' '..='~').contains(&c) {
            shift(&mut out, &mut shifted);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            shifted.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    shift(&mut out, &mut shifted);
    out
}

/// Decodes a name from the wire; `None` when it is not modified UTF-7.
pub(crate) fn decode(wire: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = wire;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at)?);
        let tail = rest.get(at + 1..)?;
        let end = tail.find('-')?;
        let shifted = tail.get(..end)?;
        if shifted.is_empty() {
            out.push('&');
        } else {
            out.push_str(&unshift(shifted)?);
        }
        rest = tail.get(end + 1..)?;
    }
    out.push_str(rest);
    Some(out)
}

fn shift(out: &mut String, units: &mut Vec<u16>) {
    if units.is_empty() {
        return;
    }
    out.push('&');
    let (mut bits, mut held) = (0u32, 0u32);
    for unit in units.drain(..) {
        bits = (bits << 16) | u32::from(unit);
        held += 16;
        while held >= 6 {
            held -= 6;
            out.push(digit(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        out.push(digit(bits << (6 - held)));
    }
    out.push('-');
}

fn digit(six: u32) -> char {
    char::from(ALPHABET[(six & 63) as usize])
}

fn unshift(text: &str) -> Option<String> {
    let (mut bits, mut held) = (0u32, 0u32);
    let mut units = Vec::new();
    for byte in text.bytes() {
        let six = ALPHABET.iter().position(|b| *b == byte)?;
        bits = (bits << 6) | u32::try_from(six).ok()?;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push(u16::try_from((bits >> held) & 0xffff).ok()?);
        }
        bits &= (1 << held) - 1;
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(encode("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(decode("~peter/mail/&U,BTFw-/&ZeVnLIqe-").as_deref(), Some("~peter/mail/台北/日本語"));
        assert_eq!(encode("Entwürfe & Co"), "Entw&APw-rfe &- Co");
        assert_eq!(decode("Entw&APw-rfe &- Co").as_deref(), Some("Entwürfe & Co"));
        assert_eq!(encode("😀"), "&2D3eAA-");
    }

    #[test]
    fn what_is_not_modified_utf7_is_refused() {
        assert_eq!(decode("a&b"), None);
        assert_eq!(decode("&!!!-"), None);
        assert_eq!(decode("&2D0-"), None, "half a surrogate pair");
    }
}
