//! Transfer encodings, read leniently: what cannot be decoded costs itself only (RFC 2045 section 6, RFC 2047 section 4).

use super::header::line;
use crate::schema::TransferEncoding;

/// Decodes a part that comes in pieces, holding no more than a line of it.
#[derive(Debug)]
pub(crate) struct Decoder {
    encoding: TransferEncoding,
    group: Group,
    /// What cannot be decoded before its line has ended.
    held: Vec<u8>,
}

impl Decoder {
    pub(crate) fn new(encoding: TransferEncoding) -> Self {
        Decoder { encoding, group: Group::default(), held: Vec::new() }
    }

    pub(crate) fn push(&mut self, encoded: &[u8], out: &mut Vec<u8>) {
        match self.encoding {
            TransferEncoding::Identity => out.extend_from_slice(encoded),
            TransferEncoding::Base64 => self.group.push(encoded, out),
            TransferEncoding::QuotedPrintable => {
                self.held.extend_from_slice(encoded);
                let end = complete_lines(&self.held);
                quoted_printable(&self.held[..end], out);
                self.held.drain(..end);
            }
        }
    }

    /// Nothing more comes.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        self.group.flush(out);
        quoted_printable(&self.held, out);
        self.held.clear();
    }
}

/// Where what can be decoded ends: after the last line end; within a line without one, at no white space and no escape.
fn complete_lines(text: &[u8]) -> usize {
    /// Octets of a line, far beyond the 76 that are allowed.
    const LONGEST: usize = 64 * 1024;
    let end = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    if text.len() - end <= LONGEST {
        return end;
    }
    let is_whole = |at: &usize| match text[..*at] {
        [.., _, b'='] | [.., b'=', _] => false,
        [.., last] => !last.is_ascii_whitespace(),
        [] => false,
    };
    (end..=text.len()).rev().find(is_whole).unwrap_or(text.len())
}

impl TransferEncoding {
    pub(super) fn from_name(name: &[u8]) -> Self {
        if name.eq_ignore_ascii_case(b"base64") {
            Self::Base64
        } else if name.eq_ignore_ascii_case(b"quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Identity
        }
    }

    pub(super) fn decode(self, encoded: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Identity => return encoded.to_vec(),
            Self::Base64 => base64(encoded, &mut out),
            Self::QuotedPrintable => quoted_printable(encoded, &mut out),
        }
        out
    }
}

/// Octets that are not of the alphabet are passed over. Padding ends the text (RFC 2045 section 6.8): what mailing lists
/// add behind it is none of it.
pub(super) fn base64(encoded: &[u8], out: &mut Vec<u8>) {
    let mut group = Group::default();
    group.push(encoded, out);
    group.flush(out);
}

/// Up to four characters of base64.
#[derive(Debug, Default)]
struct Group {
    bits: u32,
    count: u32,
    /// Padding in it.
    padding: u32,
    /// The padding is complete: nothing follows.
    is_over: bool,
}

impl Group {
    fn push(&mut self, encoded: &[u8], out: &mut Vec<u8>) {
        if self.is_over {
            return;
        }
        out.reserve(encoded.len() / 4 * 3 + 3);
        let Group { mut bits, mut count, mut padding, .. } = *self;
        let mut rest = encoded;
        loop {
            // Nearly all stand in whole groups.
            if count == 0 && padding == 0 {
                rest = whole_groups(rest, out);
            }
            let Some((byte, after)) = rest.split_first() else { break };
            rest = after;
            let value = match VALUES[usize::from(*byte)] {
                // One too early is no padding.
                _ if *byte == b'=' && count >= 2 => {
                    padding += 1;
                    if count + padding < 4 {
                        continue;
                    }
                    Group { bits, count, ..Group::default() }.flush(out);
                    *self = Group { is_over: true, ..Group::default() };
                    return;
                }
                NO_VALUE => continue,
                value => value,
            };
            padding = 0;
            bits = bits << 6 | u32::from(value);
            count += 1;
            if count == 4 {
                out.extend_from_slice(&bits.to_be_bytes()[1..]);
                (bits, count) = (0, 0);
            }
        }
        *self = Group { bits, count, padding, is_over: false };
    }

    /// What a group of fewer than four characters still says.
    fn flush(&mut self, out: &mut Vec<u8>) {
        let Group { bits, count, .. } = std::mem::take(self);
        if count >= 2 {
            let octets = (bits << (24 - 6 * count)).to_be_bytes();
            out.extend_from_slice(&octets[1..count as usize]);
        }
    }
}

/// What each octet stands for in base64.
const VALUES: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut values = [NO_VALUE; 256];
    let mut value = 0;
    while value < alphabet.len() {
        values[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Of an octet that is not of the alphabet.
const NO_VALUE: u8 = 0x80;

/// Decodes groups of four octets that are all of the alphabet; what follows them.
fn whole_groups<'e>(encoded: &'e [u8], out: &mut Vec<u8>) -> &'e [u8] {
    let (groups, _) = encoded.as_chunks::<4>();
    let mut whole = 0;
    for group in groups {
        let [a, b, c, d] = group.map(|byte| VALUES[usize::from(byte)]);
        if (a | b | c | d) & NO_VALUE != 0 {
            break;
        }
        let bits = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
        let [_, first, second, third] = bits.to_be_bytes();
        out.extend_from_slice(&[first, second, third]);
        whole += 4;
    }
    &encoded[whole..]
}

fn quoted_printable(encoded: &[u8], out: &mut Vec<u8>) {
    out.reserve(encoded.len());
    let mut rest = encoded;
    while let Some((end, next)) = line(rest) {
        // White space at the end of a line was added on the way (RFC 2045 section 6.7, rule 3).
        let text = rest[..end].trim_ascii_end();
        let soft = text.strip_suffix(b"=");
        unescape(soft.unwrap_or(text), b'=', out);
        if soft.is_none() {
            out.extend_from_slice(&rest[end..next]);
        }
        rest = &rest[next..];
    }
}

/// The Q encoding of RFC 2047: `_` is a space, and `=5F` an underscore.
pub(super) fn q_encoding(encoded: &[u8], out: &mut Vec<u8>) {
    let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    unescape(&spaced, b'=', out);
}

/// `=41` or `%41` to the octet; an escape that is none stays as it is.
pub(super) fn unescape(text: &[u8], escape: u8, out: &mut Vec<u8>) {
    let mut rest = text;
    loop {
        rest = without_escape(rest, escape, out);
        let Some((first, after)) = rest.split_first() else { break };
        let octet = match after {
            [high, low, ..] if *first == escape => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        out.push(octet.unwrap_or(*first));
        rest = if octet.is_some() { &after[2..] } else { after };
    }
}

/// Copies what stands before the first escape, eight octets at a time; what follows, where those are fewer they too.
fn without_escape<'t>(text: &'t [u8], escape: u8, out: &mut Vec<u8>) -> &'t [u8] {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut rest = text;
    while let Some((octets, after)) = rest.split_first_chunk::<8>() {
        // The lowest octet that is zero here is the escape; above it others may seem so.
        let difference = u64::from_le_bytes(*octets) ^ u64::from_ne_bytes([escape; 8]);
        let zeros = difference.wrapping_sub(LOW) & !difference & HIGH;
        if zeros != 0 {
            let (before, _) = octets.split_at(zeros.trailing_zeros() as usize / 8);
            out.extend_from_slice(before);
            return &rest[before.len()..];
        }
        out.extend_from_slice(octets);
        rest = after;
    }
    rest
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(encoding: &str, encoded: &str, expected: &[u8]) {
        let decoded = TransferEncoding::from_name(encoding.as_bytes()).decode(encoded.as_bytes());
        assert_eq!(decoded, expected, "{encoding} {encoded:?}");
    }

    #[test]
    fn base64_reads_on_past_what_is_broken() {
        decodes("base64", "R3LDvMOfZQ==", "Grüße".as_bytes());
        decodes("BASE64", "R3LD\r\n vM*Of ZQ", "Grüße".as_bytes());
        decodes("base64", "YQ==\r\n____\r\nTo unsubscribe", b"a");
        decodes("base64", "YWI=YWI=", b"ab");
        decodes("base64", "=Y=W=I=", b"ab");
        decodes("base64", "YWJjZ", b"abc");
        decodes("base64", "YWI", b"ab");
        decodes("base64", "====", b"");
    }

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        decodes("quoted-printable", "Gr=C3=BC=c3=9fe", "Grüße".as_bytes());
        decodes("Quoted-Printable", "one =\r\ntwo=  \r\nthree  \r\nfour", b"one twothree\r\nfour");
        decodes("quoted-printable", "50=% a=ZZ =", b"50=% a=ZZ ");
        decodes("quoted-printable", "bare=\nlf\n", b"barelf\n");
    }

    #[test]
    fn pieces_of_any_length_decode_to_the_same() {
        let long = format!("{}=3D{} \r\nend", "x".repeat(70_000), "y ".repeat(40_000));
        let cases = [
            ("base64", "R3LD\r\n vM*Of ZQ", "Gr\u{fc}\u{df}e".as_bytes().to_vec()),
            ("base64", "YW=JjYQ==YmM=", b"abca".to_vec()),
            ("quoted-printable", "one =\r\ntwo=  \r\nthree=3D  \r\nfour =", b"one twothree=\r\nfour ".to_vec()),
            (
                "quoted-printable",
                &long,
                format!("{}={}\r\nend", "x".repeat(70_000), "y ".repeat(40_000).trim_end()).into(),
            ),
            ("8bit", "a=41\r\n", b"a=41\r\n".to_vec()),
        ];
        for (encoding, encoded, expected) in cases {
            let shortest = if encoded.len() > 1_000 { 60_001 } else { 1 };
            for length in [1, 2, 3, 5, 7, 60_001, 65_537, 100_000].into_iter().filter(|length| *length >= shortest) {
                let mut decoder = Decoder::new(TransferEncoding::from_name(encoding.as_bytes()));
                let mut out = Vec::new();
                encoded.as_bytes().chunks(length).for_each(|piece| decoder.push(piece, &mut out));
                decoder.finish(&mut out);
                assert!(out == expected, "{encoding} in pieces of {length}");
            }
        }
    }

    #[test]
    fn escapes_stand_anywhere() {
        for before in 0..20 {
            for after in 0..20 {
                let (before, after) = ("x".repeat(before), "y".repeat(after));
                let encoded = format!("{before}=3D=41=BC{after}");
                let decoded = [before.as_bytes(), b"=A\xbc", after.as_bytes()].concat();
                decodes("quoted-printable", &encoded, &decoded);
            }
        }
        // What differs from the escape by one bit, behind it and before.
        decodes("quoted-printable", "<<<<<<=41<<<", b"<<<<<<A<<<");
    }

    #[test]
    fn other_encodings_leave_the_octets_alone() {
        decodes("8bit", "a=41", b"a=41");
        decodes("x-uuencode", "begin 644 a", b"begin 644 a");
    }

    #[test]
    fn the_q_encoding_writes_a_space_as_underscore() {
        let mut out = Vec::new();
        q_encoding(b"a_b=5Fc=20d_", &mut out);
        assert_eq!(out, b"a b_c d ");
    }
}
