//! The text SEARCH looks into: decoded header fields and text parts, in the form they are compared in.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use mail_parser::decoders::html::html_to_text;

use super::address::{self, Address};
use super::decode;
use super::header;
use super::part::{Inner, Part};

/// Characters of a preview (RFC 8970).
const PREVIEW: usize = 200;

/// A message's text, folded for comparison.
#[derive(Debug)]
pub(crate) struct SearchText {
    /// Name in lower case and folded value of each field of the message's header, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// The fields FROM, TO, CC and BCC look into once more, their addresses as ENVELOPE has them: without comments, folds
    /// and quotes.
    pub(crate) addresses: Vec<(String, String)>,
    /// The folded fields of the headers of parts and of messages inside.
    pub(crate) inner_headers: Vec<(String, String)>,
    /// The folded text parts.
    pub(crate) body: Vec<String>,
}

impl SearchText {
    pub(crate) fn of(bytes: &[u8], tree: &Part) -> SearchText {
        let block = tree.header_of(bytes);
        let mut text = SearchText {
            headers: folded_fields(block).collect(),
            addresses: folded_addresses(block).collect(),
            inner_headers: Vec::new(),
            body: Vec::new(),
        };
        text.collect(bytes, tree);
        text
    }

    fn collect(&mut self, bytes: &[u8], part: &Part) {
        match &part.inner {
            Inner::Leaf if part.is("text") => self.body.push(fold(&part_text(bytes, part))),
            Inner::Leaf => {}
            Inner::Multipart(parts) => {
                for child in parts {
                    self.inner_headers.extend(folded_fields(child.header_of(bytes)));
                    self.collect(bytes, child);
                }
            }
            Inner::Message(inner) => {
                self.inner_headers.extend(folded_fields(inner.header_of(bytes)));
                self.collect(bytes, inner);
            }
        }
    }
}

/// The readable text of a leaf part: transfer encoding and charset undone.
pub(crate) fn part_text(bytes: &[u8], part: &Part) -> String {
    decode::charset(&decode::transfer(part.body_of(bytes), &part.encoding), part.parameter("charset"))
}

/// The first characters of what there is to read: of the first plain text, or else of the first HTML; white space as
/// one space.
pub(crate) fn preview(bytes: &[u8], tree: &Part) -> String {
    let plain = first_text(tree, "plain").map(|part| part_text(bytes, part));
    let html = || first_text(tree, "html").map(|part| html_to_text(&part_text(bytes, part)));
    let text = plain.or_else(html).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().take(PREVIEW).collect();
    let start: String = words.join(" ").chars().take(PREVIEW).collect();
    start.trim_end().to_owned()
}

fn first_text<'a>(part: &'a Part, subtype: &str) -> Option<&'a Part> {
    match &part.inner {
        Inner::Leaf => (part.is("text") && part.subtype.eq_ignore_ascii_case(subtype)).then_some(part),
        Inner::Multipart(parts) => parts.iter().find_map(|p| first_text(p, subtype)),
        Inner::Message(inner) => first_text(inner, subtype),
    }
}

/// The form in which text is compared: i;unicode-casemap (RFC 5051), simple title case, then full decomposition. So `ß`
/// is not `ss`, and `cafe` is found in `Café`.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    text.chars().map(simple_upper).nfkd().collect()
}

/// Whether `needle` is in `text`, both folded; with `words`, as consecutive whole words.
pub(crate) fn found(text: &str, needle: &str, words: bool) -> bool {
    if !words {
        return text.contains(needle);
    }
    let wanted: Vec<&str> = split_words(needle).collect();
    if wanted.is_empty() {
        return needle.trim().is_empty() || text.contains(needle.trim());
    }
    let present: Vec<&str> = split_words(text).collect();
    present.windows(wanted.len()).any(|run| run == wanted)
}

fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|w| !w.is_empty())
}

fn simple_upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

/// White space is collapsed, as servers do.
fn folded_fields(block: &[u8]) -> impl Iterator<Item = (String, String)> {
    header::fields(block).map(|field| {
        let value = header::text(field.value);
        let words: Vec<&str> = value.split_ascii_whitespace().collect();
        (String::from_utf8_lossy(field.name).to_ascii_lowercase(), fold(&words.join(" ")))
    })
}

fn folded_addresses(block: &[u8]) -> impl Iterator<Item = (String, String)> {
    let fields =
        header::fields(block).map(|field| (String::from_utf8_lossy(field.name).to_ascii_lowercase(), field.value));
    fields.filter(|(name, _)| ["from", "to", "cc", "bcc"].contains(&name.as_str())).map(|(name, value)| {
        let shown: Vec<String> = address::parse(value).iter().filter_map(shown_address).collect();
        (name, fold(&shown.join(", ")))
    })
}

/// `name <local@domain>`; `None` for the ends of a group.
fn shown_address(address: &Address) -> Option<String> {
    let (mailbox, host) = (address.mailbox.as_deref()?, address.host.as_deref()?);
    let name = header::text(address.name.as_deref().unwrap_or_default());
    Some(format!("{name} <{}@{}>", String::from_utf8_lossy(mailbox), String::from_utf8_lossy(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_and_composition_but_keeps_letters() {
        assert!(found(&fold("Le CAFÉ"), &fold("cafe\u{301}"), false));
        assert!(found(&fold("Le Café"), &fold("cafe"), false));
        assert!(!found(&fold("Straße"), &fold("strasse"), false));
        assert!(found(&fold("Straße"), &fold("STRAßE"), false));
    }

    #[test]
    fn words_are_matched_whole_and_in_order() {
        assert!(found("THE QUARTERLY REPORT", "QUARTERLY REPORT", true));
        assert!(!found("THE QUARTERLY REPORTS", "REPORT", true));
        assert!(!found("REPORT QUARTERLY", "QUARTERLY REPORT", true));
        assert!(found("BOB@X.ORG", "X.ORG", true));
    }

    #[test]
    fn previews() {
        let message = |kind: &str, body: &str| format!("Content-Type: text/{kind}\r\n\r\n{body}").into_bytes();
        let shown = |message: Vec<u8>| preview(&message, &Part::parse(&message));
        assert_eq!(shown(message("plain", "one\r\n  two\r\n")), "one two");
        assert_eq!(shown(message("html", "<p>one</p>\r\n<b>two</b>")), "one two");
        assert_eq!(shown(message("plain", &"é".repeat(300))), "é".repeat(200));
        assert_eq!(shown(message("plain", &"four ".repeat(99))).len(), 199, "no space at the end");
        assert_eq!(shown(message("calendar", "x")), "");
    }

    #[test]
    fn bodies_are_decoded_and_attachments_left_out() {
        let message = b"Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n\
aGVsbG8=\r\n--b\r\nContent-Type: application/pdf; name=bill.pdf\r\n\r\nbinary\r\n--b--\r\n";
        let text = SearchText::of(message, &Part::parse(message));
        assert_eq!(text.headers[0], ("subject".to_owned(), "S".to_owned()));
        assert_eq!(text.body, ["HELLO"]);
        assert!(text.inner_headers.contains(&("content-type".to_owned(), "APPLICATION/PDF; NAME=BILL.PDF".to_owned())));
    }
}
