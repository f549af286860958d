//! Just enough MIME to write the samples: encoded words, parameters, transfer encodings, multiparts.

use std::fmt::Write as _;

use super::words::Person;
use crate::mime::encode;

/// What the characters of a text become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Latin1,
    Koi8,
    /// The text is already written with its escape sequences.
    Iso2022Jp,
}

impl Charset {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Latin1 => "iso-8859-1",
            Self::Koi8 => "koi8-r",
            Self::Iso2022Jp => "iso-2022-jp",
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Iso2022Jp => text.as_bytes().to_vec(),
            Self::Latin1 => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
            Self::Koi8 => text.chars().map(koi8).collect(),
        }
    }
}

/// RFC 1489: the letters stand in the order of their Latin namesakes.
fn koi8(c: char) -> u8 {
    const LETTERS: &str = "юабцдефгхийклмнопярстужвьызшэщчъ";
    let place = |wanted: char| LETTERS.chars().position(|letter| letter == wanted).and_then(|at| u8::try_from(at).ok());
    let lower = c.to_lowercase().next().unwrap_or(c);
    match (u8::try_from(c).ok().filter(u8::is_ascii), place(lower)) {
        (Some(ascii), _) => ascii,
        (None, Some(at)) if lower == c => 0xC0 + at,
        (None, Some(at)) => 0xE0 + at,
        (None, None) => b'?',
    }
}

/// One entity: its MIME header lines and its encoded body.
pub(super) struct Part {
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Part {
    /// No MIME header at all.
    pub(super) fn bare(text: &str) -> Self {
        Self { headers: Vec::new(), body: text.as_bytes().to_vec() }
    }

    /// Text as it is, 7bit or 8bit.
    pub(super) fn text(subtype: &str, charset: Charset, text: &str) -> Self {
        let body = charset.encode(text);
        let encoding = if body.is_ascii() { "7bit" } else { "8bit" };
        let headers = vec![
            format!("Content-Type: text/{subtype}; charset={}", charset.name()),
            format!("Content-Transfer-Encoding: {encoding}"),
        ];
        Self { headers, body }
    }

    pub(super) fn quoted_printable(self) -> Self {
        let body = quoted_printable(&self.body).into_bytes();
        self.encoded("quoted-printable", body)
    }

    pub(super) fn base64(self) -> Self {
        let body = encode::base64_lines(&self.body).into_bytes();
        self.encoded("base64", body)
    }

    pub(super) fn attachment(media_type: &str, name: &str, data: &[u8]) -> Self {
        let headers = vec![
            format!("Content-Type: {media_type}{}", parameter("name", name)),
            format!("Content-Disposition: attachment{}", parameter("filename", name)),
            "Content-Transfer-Encoding: base64".to_owned(),
        ];
        Self { headers, body: encode::base64_lines(data).into_bytes() }
    }

    /// A message inside a message.
    pub(super) fn message(headers: &[String], inner: &Self) -> Self {
        let mut body = format!("{}\r\n", headers.join("\r\n")).into_bytes();
        inner.write(&mut body);
        Self { headers: vec!["Content-Type: message/rfc822".to_owned()], body }
    }

    pub(super) fn multipart(subtype: &str, boundary: &str, parts: Vec<Self>) -> Self {
        let mut body = Vec::new();
        for part in parts {
            body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
            part.write(&mut body);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Self { headers: vec![format!("Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"")], body }
    }

    /// Appends the header lines, the empty line and the body; at the top of a message with `MIME-Version`.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        if !self.headers.is_empty() {
            bytes.extend_from_slice(b"MIME-Version: 1.0\r\n");
        }
        for header in &self.headers {
            bytes.extend_from_slice(header.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
    }

    fn encoded(mut self, encoding: &str, body: Vec<u8>) -> Self {
        self.headers.retain(|header| !header.starts_with("Content-Transfer-Encoding"));
        self.headers.push(format!("Content-Transfer-Encoding: {encoding}"));
        Self { body, ..self }
    }
}

/// An unstructured value: as it is when ASCII, else in encoded words (RFC 2047) of at most 75 octets.
pub(super) fn encoded_words(charset: Charset, text: &str) -> String {
    if text.is_ascii() && charset == Charset::Utf8 {
        return text.to_owned();
    }
    let longest = if charset == Charset::Iso2022Jp { usize::MAX } else { 36 };
    let mut words: Vec<Vec<u8>> = vec![Vec::new()];
    for c in text.chars() {
        let bytes = charset.encode(c.encode_utf8(&mut [0; 4]));
        match words.last_mut() {
            Some(word) if word.len() + bytes.len() <= longest => word.extend(bytes),
            _ => words.push(bytes),
        }
    }
    let base64 = matches!(charset, Charset::Iso2022Jp | Charset::Koi8) || text.chars().count() * 2 < text.len();
    let encoded = words.iter().map(|word| match base64 {
        true => format!("=?{}?B?{}?=", charset.name(), encode::base64(word)),
        false => format!("=?{}?Q?{}?=", charset.name(), q_encoding(word)),
    });
    encoded.collect::<Vec<_>>().join("\r\n ")
}

/// A display name: an atom phrase, a quoted string or encoded words.
pub(super) fn phrase(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    match name {
        _ if !name.is_ascii() => encoded_words(Charset::Utf8, name),
        _ if name.chars().all(plain) => name.to_owned(),
        _ => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// An address with its name, if it has one.
pub(super) fn mailbox(person: &Person) -> String {
    match person.name {
        "" => person.email.to_owned(),
        name => format!("{} <{}>", phrase(name), person.email),
    }
}

/// A folded list of addresses.
pub(super) fn mailboxes(people: &[&Person]) -> String {
    people.iter().map(|person| mailbox(person)).collect::<Vec<_>>().join(",\r\n ")
}

/// A parameter with what goes before it; RFC 2231 in pieces when the value is not ASCII.
fn parameter(name: &str, value: &str) -> String {
    if value.is_ascii() {
        return format!(";\r\n {name}=\"{value}\"");
    }
    let mut octets = String::new();
    for byte in value.bytes() {
        match byte.is_ascii_alphanumeric() || byte == b'.' {
            true => octets.push(char::from(byte)),
            false => octets.push_str(&format!("%{byte:02X}")),
        }
    }
    if octets.len() <= 50 {
        return format!(";\r\n {name}*=utf-8''{octets}");
    }
    let mut pieces = String::new();
    let mut rest = octets.as_str();
    for number in 0.. {
        let cut = rest.len().min(48);
        // A piece does not end inside %XX.
        let cut = rest[..cut].rfind('%').filter(|at| cut < rest.len() && cut - at < 3).unwrap_or(cut);
        let charset = if number == 0 { "utf-8''" } else { "" };
        let _ = write!(pieces, ";\r\n {name}*{number}*={charset}{}", &rest[..cut]);
        rest = &rest[cut..];
        if rest.is_empty() {
            break;
        }
    }
    pieces
}

fn q_encoding(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        match byte {
            b' ' => text.push('_'),
            _ if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            _ => text.push_str(&format!("={byte:02X}")),
        }
    }
    text
}

fn quoted_printable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = line.iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |last| last + 1);
        let mut width = 0;
        for &byte in &line[..end] {
            let literal = matches!(byte, b' '..=b'~') && byte != b'=';
            let wide = if literal { 1 } else { 3 };
            if width + wide > 75 {
                text.push_str("=\r\n");
                width = 0;
            }
            width += wide;
            match literal {
                true => text.push(char::from(byte)),
                false => text.push_str(&format!("={byte:02X}")),
            }
        }
        if line.ends_with(b"\n") {
            text.push_str("\r\n");
        }
    }
    text
}
