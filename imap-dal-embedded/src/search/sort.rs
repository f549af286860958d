//! The order of SORT (RFC 5256, RFC 5957): the keys of a message, and the base subject.

use std::cmp::Ordering;

use super::sent;
use crate::mime::address::{self, Address};
use crate::mime::{header, text};
use crate::parse::{SortBy, SortKey};
use crate::store::Message;

/// One key of one message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
}

/// Sorts messages, given with their numbers; ties stay in ascending number, also under REVERSE.
pub(crate) fn sort<'a>(messages: Vec<(u32, &'a Message)>, order: &[SortKey]) -> Vec<(u32, &'a Message)> {
    let mut keyed: Vec<(Vec<Value>, (u32, &Message))> =
        messages.into_iter().map(|m| (order.iter().map(|key| value(key.by, m.1)).collect(), m)).collect();
    keyed.sort_by(|(a, (m, _)), (b, (n, _))| {
        let pairs = order.iter().zip(a.iter().zip(b));
        let by_keys = pairs.map(|(key, (a, b))| if key.reverse { b.cmp(a) } else { a.cmp(b) });
        by_keys.fold(Ordering::Equal, Ordering::then).then(m.cmp(n))
    });
    keyed.into_iter().map(|(_, message)| message).collect()
}

fn value(by: SortBy, message: &Message) -> Value {
    let first = |name: &str| {
        let field = header::first(message.content.header(), name);
        field.and_then(|f| address::parse(f.value).into_iter().next())
    };
    let folded = |raw: Vec<u8>| Value::Text(text::fold(&header::text(&raw)));
    let mailbox = |name: &str| folded(first(name).and_then(|a| a.mailbox).unwrap_or_default());
    match by {
        SortBy::Arrival => Value::Number(message.internal.as_second()),
        SortBy::Date => {
            let at = sent(&message.content).map_or(message.internal, |z| z.timestamp());
            Value::Number(at.as_second())
        }
        SortBy::Size => Value::Number(i64::try_from(message.content.size()).unwrap_or(i64::MAX)),
        SortBy::Subject => {
            let field = header::first(message.content.header(), "Subject");
            Value::Text(text::fold(&base_subject(&field.map(|f| header::text(f.value)).unwrap_or_default())))
        }
        SortBy::From => mailbox("From"),
        SortBy::To => mailbox("To"),
        SortBy::Cc => mailbox("Cc"),
        SortBy::DisplayFrom => folded(first("From").map(displayed).unwrap_or_default()),
        SortBy::DisplayTo => folded(first("To").map(displayed).unwrap_or_default()),
    }
}

/// The display name, or else `mailbox@host`.
fn displayed(address: Address) -> Vec<u8> {
    address.name.unwrap_or_else(|| {
        [address.mailbox.unwrap_or_default(), b"@".to_vec(), address.host.unwrap_or_default()].concat()
    })
}

/// The base subject (RFC 5256, section 2.1) of a decoded subject.
pub(crate) fn base_subject(subject: &str) -> String {
    let joined = subject.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = joined.as_str();
    loop {
        while let Some(shorter) = strip_suffix_ignoring_case(text.trim_end(), "(fwd)") {
            text = shorter;
        }
        text = text.trim_end();
        loop {
            let before = text.len();
            text = text.trim_start();
            text = without_leader(text).unwrap_or(text);
            if let Some(shorter) = without_blob(text).filter(|s| !s.trim().is_empty()) {
                text = shorter;
            }
            if text.len() == before {
                break;
            }
        }
        let inside = strip_prefix_ignoring_case(text, "[fwd:").and_then(|t| t.strip_suffix(']'));
        match inside {
            Some(inside) => text = inside,
            None => return text.to_owned(),
        }
    }
}

/// `re: `, `fw[list]: `, `[list] re: `.
fn without_leader(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(shorter) = without_blob(rest) {
        rest = shorter;
    }
    let rest = ["re", "fwd", "fw"].iter().find_map(|leader| strip_prefix_ignoring_case(rest, leader))?;
    let rest = rest.trim_start();
    let rest = without_blob(rest).unwrap_or(rest);
    Some(rest.strip_prefix(':')?.trim_start())
}

/// `[list] `.
fn without_blob(text: &str) -> Option<&str> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    (!inside.contains('[')).then(|| rest.trim_start())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_subjects() {
        for (subject, base) in [
            ("Re: hello", "hello"),
            ("RE: Fwd: [list] re: hello (fwd) ", "hello"),
            ("fw[2]: hello", "hello"),
            ("[Fwd: Re: hello]", "hello"),
            ("[list] hello  there", "hello there"),
            ("[list]", "[list]"),
            ("Report: hello", "Report: hello"),
            ("", ""),
        ] {
            assert_eq!(base_subject(subject), base, "{subject}");
        }
    }
}
