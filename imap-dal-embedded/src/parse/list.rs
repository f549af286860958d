//! LIST, LSUB and STATUS: patterns, selection and return options (RFC 3501, 5258, 5819, 6154).

use super::cursor::{Cursor, Parsed};
use crate::reply::Refusal;

/// A LIST or LSUB as read.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) reference: String,
    /// Decoded; a name matches if it matches any.
    pub(crate) patterns: Vec<String>,
    pub(crate) lsub: bool,
    /// Whether it asks for what only LIST-EXTENDED has, beyond the syntax it shares with the extensions built on it.
    pub(crate) extended: bool,
    /// Only subscribed names.
    pub(crate) only_subscribed: bool,
    pub(crate) recursive: bool,
    /// Only mailboxes with a role.
    pub(crate) only_special: bool,
    pub(crate) return_subscribed: bool,
    pub(crate) return_children: bool,
    pub(crate) return_special: bool,
    pub(crate) status: Option<Vec<StatusItem>>,
}

/// What STATUS tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusItem {
    Messages,
    Recent,
    UidNext,
    UidValidity,
    Unseen,
    Deleted,
    Size,
    HighestModSeq,
    MailboxId,
}

/// Reads everything after `LIST `.
pub(crate) fn list(c: &mut Cursor<'_>) -> Parsed<List> {
    let mut list = List::default();
    if c.peek() == Some(b'(') {
        for option in c.list(|c| c.keyword())? {
            match option.as_str() {
                "SUBSCRIBED" => list.only_subscribed = true,
                "RECURSIVEMATCH" => list.recursive = true,
                "SPECIAL-USE" => list.only_special = true,
                "REMOTE" => {}
                other => return Err(Refusal::bad(format!("unknown selection option {other}"))),
            }
        }
        if list.recursive && !list.only_subscribed {
            return Err(Refusal::bad("RECURSIVEMATCH needs another option"));
        }
        c.space()?;
    }
    list.reference = name(c)?;
    c.space()?;
    if c.peek() == Some(b'(') {
        list.patterns = c.list(pattern)?;
    } else {
        list.patterns = vec![pattern(c)?];
    }
    if c.eat_word(" RETURN ") {
        c.list(|c| return_option(c, &mut list))?;
    }
    c.end()?;
    list.extended = list.only_subscribed || list.return_subscribed || list.return_children || list.patterns.len() > 1;
    Ok(list)
}

/// Reads everything after `LSUB `.
pub(crate) fn lsub(c: &mut Cursor<'_>) -> Parsed<List> {
    let reference = name(c)?;
    c.space()?;
    let patterns = vec![pattern(c)?];
    c.end()?;
    Ok(List { reference, patterns, lsub: true, only_subscribed: true, ..List::default() })
}

/// `(MESSAGES UNSEEN ..)`.
pub(crate) fn status_items(c: &mut Cursor<'_>) -> Parsed<Vec<StatusItem>> {
    let items = c.list(|c| {
        Ok(match c.keyword()?.as_str() {
            "MESSAGES" => StatusItem::Messages,
            "RECENT" => StatusItem::Recent,
            "UIDNEXT" => StatusItem::UidNext,
            "UIDVALIDITY" => StatusItem::UidValidity,
            "UNSEEN" => StatusItem::Unseen,
            "DELETED" => StatusItem::Deleted,
            "SIZE" => StatusItem::Size,
            "HIGHESTMODSEQ" => StatusItem::HighestModSeq,
            "MAILBOXID" => StatusItem::MailboxId,
            other => return Err(Refusal::bad(format!("unknown status item {}", other.escape_default()))),
        })
    })?;
    if items.is_empty() { Err(Refusal::bad("STATUS needs an item")) } else { Ok(items) }
}

fn return_option(c: &mut Cursor<'_>, list: &mut List) -> Parsed<()> {
    match c.keyword()?.as_str() {
        "SUBSCRIBED" => list.return_subscribed = true,
        "CHILDREN" => list.return_children = true,
        "SPECIAL-USE" => list.return_special = true,
        "STATUS" => {
            c.space()?;
            list.status = Some(status_items(c)?);
        }
        other => return Err(Refusal::bad(format!("unknown return option {other}"))),
    }
    Ok(())
}

/// A reference name, which may be empty.
fn name(c: &mut Cursor<'_>) -> Parsed<String> {
    let wire = c.text()?;
    Ok(crate::mutf7::decode(&wire).unwrap_or(wire))
}

/// Characters of a pattern: longer than any name, short enough to be matched against all of them.
const PATTERN: usize = 2_000;

/// `list-mailbox`: an atom may hold wildcards.
fn pattern(c: &mut Cursor<'_>) -> Parsed<String> {
    let wire = match c.peek() {
        Some(b'"' | b'{') => c.text()?,
        _ => match c.run(b"(){\"\\") {
            "" => return Err(c.missing("a pattern")),
            run => run.to_owned(),
        },
    };
    if wire.len() > PATTERN {
        return Err(Refusal::bad("a pattern is too long"));
    }
    Ok(crate::mutf7::decode(&wire).unwrap_or(wire))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Parsed<List> {
        list(&mut Cursor::new(text.as_bytes(), 9, 50))
    }

    #[test]
    fn lists() {
        let plain = read("\"\" %").unwrap();
        assert_eq!(
            (plain.reference.as_str(), plain.patterns.as_slice(), plain.extended),
            ("", &["%".to_owned()][..], false)
        );
        let rich =
            read("(SUBSCRIBED RECURSIVEMATCH) \"\" (INBOX \"a*\") RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN))")
                .unwrap();
        assert!(rich.only_subscribed && rich.recursive && rich.return_special);
        assert_eq!(rich.patterns, ["INBOX", "a*"]);
        assert_eq!(rich.status, Some(vec![StatusItem::Messages, StatusItem::Unseen]));
        assert_eq!(read("\"\" \"Entw&APw-rfe*\"").unwrap().patterns, ["Entwürfe*"]);
    }

    #[test]
    fn what_is_broken_is_refused() {
        assert!(read(&format!("\"\" {}", "*".repeat(2_001))).is_err());
        for text in
            ["\"\"", "(NONSENSE) \"\" %", "(RECURSIVEMATCH) \"\" %", "\"\" % RETURN (X)", "\"\" % RETURN (STATUS ())"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
