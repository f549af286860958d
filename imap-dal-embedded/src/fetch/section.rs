//! BODY[..], BINARY[..]: the octets of a section, cut to the range asked for, under the name the client used.

use crate::mime::{Inner, Part, decode, header};
use crate::parse::{Body, Section};
use crate::reply::{self, Refusal};
use crate::store::Content;

/// Prints `BODY[section]<origin> octets`; NIL for a part that is not there.
pub(crate) fn print(out: &mut Vec<u8>, content: &Content, body: &Body) {
    out.extend_from_slice(b"BODY[");
    name(out, body);
    out.push(b']');
    origin(out, body);
    out.push(b' ');
    match octets(content, &body.path, &body.section) {
        Some(octets) => reply::literal(out, cut(&octets, body.range)),
        None => out.extend_from_slice(b"NIL"),
    }
}

/// Prints `BINARY[path]<origin> octets`, the transfer encoding undone.
pub(crate) fn print_binary(out: &mut Vec<u8>, content: &Content, body: &Body) {
    out.extend_from_slice(b"BINARY[");
    name(out, body);
    out.push(b']');
    origin(out, body);
    out.push(b' ');
    match decoded(content, &body.path) {
        Some(octets) => {
            let octets = cut(&octets, body.range);
            if octets.contains(&0) {
                out.push(b'~');
            }
            reply::literal(out, octets);
        }
        None => out.extend_from_slice(b"NIL"),
    }
}

/// Prints `BINARY.SIZE[path] n`.
pub(crate) fn print_binary_size(out: &mut Vec<u8>, content: &Content, path: &[u32]) {
    let size = decoded(content, path).map_or(0, |octets| octets.len());
    out.extend_from_slice(format!("BINARY.SIZE[{}] {size}", dotted(path)).as_bytes());
}

/// Whether the transfer encoding of a part is one that can be undone.
pub(crate) fn check_encoding(content: &Content, path: &[u32]) -> Result<(), Refusal> {
    let known = ["7bit", "8bit", "binary", "base64", "quoted-printable"];
    let part = (!path.is_empty()).then(|| content.tree().numbered(path)).flatten();
    match part.filter(|part| !known.iter().any(|k| k.eq_ignore_ascii_case(&part.encoding))) {
        Some(_) => Err(Refusal::coded("UNKNOWN-CTE", "the part has a transfer encoding nobody knows")),
        None => Ok(()),
    }
}

/// The octets of a section; `None` for a part that is not there or has no such section.
pub(crate) fn octets(content: &Content, path: &[u32], section: &Section) -> Option<Vec<u8>> {
    let bytes = &content.bytes;
    if path.is_empty() && *section == Section::Whole {
        return Some(bytes.clone());
    }
    let tree = content.tree();
    let part = tree.numbered(path)?;
    // HEADER and TEXT of a part are those of the message inside it.
    let message = match &part.inner {
        _ if path.is_empty() => Some(tree),
        Inner::Message(inner) => Some(inner.as_ref()),
        _ => None,
    };
    Some(match section {
        Section::Whole => part.body_of(bytes).to_vec(),
        Section::Mime => part.header_of(bytes).to_vec(),
        Section::Header => message?.header_of(bytes).to_vec(),
        Section::Text => message?.body_of(bytes).to_vec(),
        Section::Fields(others, names) => fields(message?, bytes, *others, names),
    })
}

fn fields(message: &Part, bytes: &[u8], others: bool, names: &[String]) -> Vec<u8> {
    let block = message.header_of(bytes);
    let named = |field: &header::Field<'_>| names.iter().any(|n| field.name.eq_ignore_ascii_case(n.as_bytes()));
    let mut out: Vec<u8> = header::fields(block).filter(|f| named(f) != others).flat_map(|f| f.raw).copied().collect();
    out.extend_from_slice(b"\r\n");
    out
}

fn decoded(content: &Content, path: &[u32]) -> Option<Vec<u8>> {
    if path.is_empty() {
        return Some(content.bytes.clone());
    }
    let part = content.tree().numbered(path)?;
    let octets = part.body_of(&content.bytes);
    // A multipart or message has no encoding of its own to undo.
    let leaf = matches!(part.inner, Inner::Leaf);
    Some(if leaf { decode::transfer(octets, &part.encoding) } else { octets.to_vec() })
}

fn cut(octets: &[u8], range: Option<(u32, u32)>) -> &[u8] {
    let Some((first, count)) = range else { return octets };
    let first = usize::try_from(first).unwrap_or(usize::MAX).min(octets.len());
    let last = first.saturating_add(usize::try_from(count).unwrap_or(usize::MAX)).min(octets.len());
    octets.get(first..last).unwrap_or_default()
}

fn name(out: &mut Vec<u8>, body: &Body) {
    let mut name = dotted(&body.path);
    let part = match &body.section {
        Section::Whole => "",
        Section::Header => "HEADER",
        Section::Text => "TEXT",
        Section::Mime => "MIME",
        Section::Fields(false, _) => "HEADER.FIELDS",
        Section::Fields(true, _) => "HEADER.FIELDS.NOT",
    };
    if !name.is_empty() && !part.is_empty() {
        name.push('.');
    }
    name.push_str(part);
    out.extend_from_slice(name.as_bytes());
    if let Section::Fields(_, names) = &body.section {
        out.extend_from_slice(b" (");
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            let atom = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            if atom && !name.is_empty() {
                out.extend_from_slice(name.to_ascii_uppercase().as_bytes());
            } else {
                reply::string(out, name.as_bytes());
            }
        }
        out.push(b')');
    }
}

fn origin(out: &mut Vec<u8>, body: &Body) {
    if let Some((first, _)) = body.range {
        out.extend_from_slice(format!("<{first}>").as_bytes());
    }
}

fn dotted(path: &[u32]) -> String {
    path.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NESTED: &[u8] = b"Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\
Content-Transfer-Encoding: base64\r\n\r\naGkAaGk=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nTo: x@y\r\n\r\ntext\r\n--b--\r\n";

    fn shown(path: &[u32], section: Section, range: Option<(u32, u32)>) -> String {
        let content = Content::new(NESTED.to_vec(), "M1".into(), "T1".into());
        let mut out = Vec::new();
        print(&mut out, &content, &Body { peek: true, path: path.to_vec(), section, range });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn sections_of_the_message_and_of_one_inside() {
        assert_eq!(shown(&[1], Section::Whole, None), "BODY[1] {8}\r\naGkAaGk=");
        assert_eq!(shown(&[1], Section::Whole, Some((2, 3))), "BODY[1]<2> {3}\r\nkAa");
        assert_eq!(shown(&[1], Section::Whole, Some((99, 3))), "BODY[1]<99> {0}\r\n");
        assert_eq!(shown(&[2], Section::Header, None), "BODY[2.HEADER] {27}\r\nSubject: inner\r\nTo: x@y\r\n\r\n");
        assert_eq!(shown(&[2], Section::Text, None), "BODY[2.TEXT] {4}\r\ntext");
        assert_eq!(shown(&[2], Section::Mime, None), "BODY[2.MIME] {32}\r\nContent-Type: message/rfc822\r\n\r\n");
        assert_eq!(shown(&[1], Section::Header, None), "BODY[1.HEADER] NIL");
        assert_eq!(shown(&[9], Section::Whole, None), "BODY[9] NIL");
    }

    #[test]
    fn fields_are_chosen_or_left_out() {
        let names = vec!["subject".to_owned(), "X Y".to_owned()];
        assert_eq!(
            shown(&[2], Section::Fields(false, names.clone()), None),
            "BODY[2.HEADER.FIELDS (SUBJECT \"X Y\")] {18}\r\nSubject: inner\r\n\r\n"
        );
        assert_eq!(
            shown(&[2], Section::Fields(true, names), None),
            "BODY[2.HEADER.FIELDS.NOT (SUBJECT \"X Y\")] {11}\r\nTo: x@y\r\n\r\n"
        );
    }

    #[test]
    fn binary_is_decoded() {
        let content = Content::new(NESTED.to_vec(), "M1".into(), "T1".into());
        let mut out = Vec::new();
        let body = Body { peek: true, path: vec![1], section: Section::Whole, range: None };
        print_binary(&mut out, &content, &body);
        print_binary_size(&mut out, &content, &[1]);
        assert_eq!(out, b"BINARY[1] ~{5}\r\nhi\0hiBINARY.SIZE[1] 5");
        let strange = b"Content-Transfer-Encoding: x-strange\r\n\r\n".to_vec();
        let strange = Content::new(strange, "M1".into(), "T1".into());
        assert!(check_encoding(&content, &[1]).is_ok() && check_encoding(&strange, &[1]).is_err());
    }
}
