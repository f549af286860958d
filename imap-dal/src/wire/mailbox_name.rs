//! Mailbox names: modified UTF-7 (RFC 3501, section 5.1.3) and the one name that ignores case.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// The name as a server that has not enabled UTF8=ACCEPT wants it: printable ASCII.
pub(crate) fn encode(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| is_direct(c) != is_direct(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_direct(first) {
            text.push_str(&run.replace('&', "&-"));
        } else {
            push_shifted(&mut text, run);
        }
        rest = after;
    }
    text
}

/// The name as people read it. What is not exactly what `encode` writes is kept as it is, so that another spelling of a
/// name (`&AGE-` for `a`) does not look like it. Raw UTF-8 and a stray `&`, which no server may send here, look like the
/// name that they are sent back as.
pub(crate) fn decode(name: &[u8]) -> String {
    unshift(name)
        .filter(|decoded| encode(decoded).as_bytes() == name)
        .unwrap_or_else(|| String::from_utf8_lossy(name).into_owned())
}

/// Whether both name the same mailbox: INBOX ignores case (RFC 9051, section 5.1), all others are as spelled.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one == other || (one.eq_ignore_ascii_case("INBOX") && other.eq_ignore_ascii_case("INBOX"))
}

fn is_direct(c: char) -> bool {
    matches!(c, ' '..='~')
}

fn push_shifted(text: &mut String, run: &str) {
    text.push('&');
    let (mut bits, mut held) = (0_u32, 0_u32);
    for unit in run.encode_utf16() {
        bits = bits << 16 | u32::from(unit);
        held += 16;
        while held >= 6 {
            held -= 6;
            text.push(letter(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(letter(bits << (6 - held)));
    }
    text.push('-');
}

fn letter(bits: u32) -> char {
    char::from(ALPHABET[(bits & 63) as usize])
}

fn unshift(name: &[u8]) -> Option<String> {
    let name = str::from_utf8(name).ok()?;
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((direct, after)) = rest.split_once('&') {
        text.push_str(direct);
        let (shifted, after) = after.split_once('-')?;
        if shifted.is_empty() {
            text.push('&');
        } else {
            text.extend(char::decode_utf16(units(shifted)?).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn units(shifted: &str) -> Option<Vec<u16>> {
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut units = Vec::with_capacity(shifted.len());
    for byte in shifted.bytes() {
        let six = ALPHABET.iter().position(|&letter| letter == byte)?;
        bits = bits << 6 | u32::try_from(six).ok()?;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push(u16::try_from(bits >> held & 0xffff).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    Some(units)
}
