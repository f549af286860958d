//! ENVELOPE (RFC 3501, section 7.4.2), straight from the header: nothing is decoded.

use crate::mime::address::{self, Address};
use crate::mime::header;
use crate::reply;

/// Prints the envelope of a header block.
pub(crate) fn print(out: &mut Vec<u8>, block: &[u8]) {
    out.push(b'(');
    text(out, block, "Date");
    out.push(b' ');
    text(out, block, "Subject");
    let from = addresses(block, "From");
    // Sender and Reply-To default to From.
    let or_from = |name: &str| Some(addresses(block, name)).filter(|a| !a.is_empty()).unwrap_or_else(|| from.clone());
    for list in [
        from.clone(),
        or_from("Sender"),
        or_from("Reply-To"),
        addresses(block, "To"),
        addresses(block, "Cc"),
        addresses(block, "Bcc"),
    ] {
        out.push(b' ');
        address_list(out, &list);
    }
    out.push(b' ');
    text(out, block, "In-Reply-To");
    out.push(b' ');
    text(out, block, "Message-ID");
    out.push(b')');
}

fn text(out: &mut Vec<u8>, block: &[u8], name: &str) {
    let value = header::first(block, name).map(|f| header::unfold(f.value));
    reply::nstring(out, value.as_deref());
}

fn addresses(block: &[u8], name: &str) -> Vec<Address> {
    let of_that_name = header::fields(block).filter(|f| f.name.eq_ignore_ascii_case(name.as_bytes()));
    of_that_name.flat_map(|f| address::parse(f.value)).collect()
}

fn address_list(out: &mut Vec<u8>, list: &[Address]) {
    if list.is_empty() {
        return out.extend_from_slice(b"NIL");
    }
    out.push(b'(');
    for address in list {
        let parts = [&address.name, &address.route, &address.mailbox, &address.host];
        for (at, part) in parts.into_iter().enumerate() {
            out.push(if at == 0 { b'(' } else { b' ' });
            reply::nstring(out, part.as_deref());
        }
        out.push(b')');
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(block: &str) -> String {
        let mut out = Vec::new();
        print(&mut out, block.as_bytes());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_envelope() {
        let block = "Date: Mon, 7 Feb 1994 21:52:25 -0800\r\nFrom: Fred Foobar <foobar@Blurdybloop.example>\r\n\
Subject: afternoon\r\n meeting\r\nTo: mooch@owatagu.siam.edu.example\r\nMessage-Id: <B27397@x>\r\n\r\n";
        let from = r#"(("Fred Foobar" NIL "foobar" "Blurdybloop.example"))"#;
        assert_eq!(
            printed(block),
            format!(
                r#"("Mon, 7 Feb 1994 21:52:25 -0800" "afternoon meeting" {from} {from} {from} ((NIL NIL "mooch" "owatagu.siam.edu.example")) NIL NIL NIL "<B27397@x>")"#
            )
        );
    }

    #[test]
    fn an_empty_envelope() {
        assert_eq!(printed("\r\n"), "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
        assert_eq!(printed("Subject:\r\n\r\n"), "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)");
    }
}
