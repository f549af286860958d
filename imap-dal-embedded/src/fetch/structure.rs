//! BODY and BODYSTRUCTURE (RFC 3501, section 7.4.2). Depth is bounded by the MIME tree.

use super::envelope;
use crate::mime::value::{self, Parameters};
use crate::mime::{Inner, Part, header};
use crate::reply;

/// Prints the structure of a part; `extended` for BODYSTRUCTURE.
pub(crate) fn print(out: &mut Vec<u8>, bytes: &[u8], part: &Part, extended: bool) {
    let block = part.header_of(bytes);
    out.push(b'(');
    if let Inner::Multipart(parts) = &part.inner {
        for child in parts {
            print(out, bytes, child, extended);
        }
        out.push(b' ');
        reply::string(out, part.subtype.as_bytes());
        if extended {
            out.push(b' ');
            parameters(out, &part.parameters);
            extension(out, block);
        }
    } else {
        single(out, bytes, part, extended);
    }
    out.push(b')');
}

fn single(out: &mut Vec<u8>, bytes: &[u8], part: &Part, extended: bool) {
    let (block, body) = (part.header_of(bytes), part.body_of(bytes));
    let field = |name: &str| header::first(block, name).map(|f| header::unfold(f.value));
    reply::string(out, part.media.as_bytes());
    out.push(b' ');
    reply::string(out, part.subtype.as_bytes());
    out.push(b' ');
    parameters(out, &part.parameters);
    for name in ["Content-ID", "Content-Description"] {
        out.push(b' ');
        reply::nstring(out, field(name).as_deref());
    }
    out.push(b' ');
    reply::string(out, part.encoding.as_bytes());
    out.extend_from_slice(format!(" {}", body.len()).as_bytes());
    let lines = body.iter().filter(|b| **b == b'\n').count();
    if let Inner::Message(inner) = &part.inner {
        out.push(b' ');
        envelope::print(out, inner.header_of(bytes));
        out.push(b' ');
        print(out, bytes, inner, extended);
        out.extend_from_slice(format!(" {lines}").as_bytes());
    } else if part.is("text") {
        out.extend_from_slice(format!(" {lines}").as_bytes());
    }
    if extended {
        out.push(b' ');
        reply::nstring(out, field("Content-MD5").as_deref());
        extension(out, block);
    }
}

/// Disposition, language, location: the same for every part.
fn extension(out: &mut Vec<u8>, block: &[u8]) {
    out.push(b' ');
    match header::first(block, "Content-Disposition").and_then(|f| value::disposition(f.value)) {
        Some((kind, all)) => {
            out.push(b'(');
            reply::string(out, kind.as_bytes());
            out.push(b' ');
            parameters(out, &all);
            out.push(b')');
        }
        None => out.extend_from_slice(b"NIL"),
    }
    out.push(b' ');
    let languages = header::first(block, "Content-Language").map(|f| value::tokens(f.value)).unwrap_or_default();
    list(out, languages.iter());
    out.push(b' ');
    let location = header::first(block, "Content-Location").map(|f| header::unfold(f.value));
    reply::nstring(out, location.as_deref());
}

fn parameters(out: &mut Vec<u8>, all: &Parameters) {
    list(out, all.iter().flat_map(|(name, value)| [name, value]));
}

fn list<'a>(out: &mut Vec<u8>, strings: impl Iterator<Item = &'a String>) {
    let start = out.len();
    for string in strings {
        out.push(if out.len() == start { b'(' } else { b' ' });
        reply::string(out, string.as_bytes());
    }
    out.extend_from_slice(if out.len() == start { b"NIL" } else { b")" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(message: &str, extended: bool) -> String {
        let mut out = Vec::new();
        print(&mut out, message.as_bytes(), &Part::parse(message.as_bytes()), extended);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn plain_text() {
        let message = "Subject: x\r\n\r\none\r\ntwo\r\n";
        assert_eq!(printed(message, false), r#"("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 10 2)"#);
        assert_eq!(
            printed(message, true),
            r#"("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 10 2 NIL NIL NIL NIL)"#
        );
    }

    #[test]
    fn an_attachment_and_a_message_inside() {
        let message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\n\
Content-ID: <i@x>\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Language: de, en\r\n\r\n\
aGk=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nhey\r\n\r\n--b--\r\n";
        assert_eq!(
            printed(message, true),
            concat!(
                r#"(("application" "pdf" ("name" "a.pdf") "<i@x>" NIL "base64" 4 NIL ("attachment" ("filename" "a.pdf")) ("de" "en") NIL)"#,
                r#"("message" "rfc822" NIL NIL NIL "7bit" 20 (NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL) "#,
                r#"("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 5 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL)"#,
                r#" "mixed" ("boundary" "b") NIL NIL NIL)"#
            )
        );
    }

    #[test]
    fn a_multipart_without_parts_has_an_empty_one() {
        assert_eq!(
            printed("Content-Type: multipart/mixed; boundary=b\r\n\r\n", false),
            r#"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")"#
        );
    }
}
