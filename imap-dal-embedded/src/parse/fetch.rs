//! FETCH: items, sections, partial ranges and modifiers (RFC 3501, section 6.4.5; RFC 3516, 7162, 8970, 9394).

use super::cursor::{Cursor, Parsed};
use super::search::{Window, window};
use super::set::NumberSet;
use crate::reply::Refusal;

/// A FETCH as read.
#[derive(Debug)]
pub(crate) struct Fetch {
    pub(crate) uid: bool,
    pub(crate) set: NumberSet,
    pub(crate) items: Vec<Item>,
    pub(crate) changed_since: Option<u64>,
    pub(crate) partial: Option<Window>,
}

/// What is fetched of each message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Uid,
    Flags,
    InternalDate,
    Size,
    Envelope,
    /// With `true` the extensible form, BODYSTRUCTURE.
    Structure(bool),
    Section(Body),
    /// RFC822, RFC822.HEADER, RFC822.TEXT: sections under their old names.
    Old(&'static str, Section),
    Binary(Body),
    BinarySize(Vec<u32>),
    ModSeq,
    EmailId,
    ThreadId,
    SaveDate,
    Preview,
}

/// `BODY[..]<..>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) peek: bool,
    pub(crate) path: Vec<u32>,
    pub(crate) section: Section,
    /// First octet and number of octets.
    pub(crate) range: Option<(u32, u32)>,
}

/// Which octets of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Whole,
    Header,
    Text,
    Mime,
    /// The fields named, or with `true` all others.
    Fields(bool, Vec<String>),
}

impl Item {
    /// Whether fetching it marks the message `\Seen`.
    pub(crate) fn marks_seen(&self) -> bool {
        match self {
            Item::Section(body) | Item::Binary(body) => !body.peek,
            Item::Old(name, _) => *name != "RFC822.HEADER",
            _ => false,
        }
    }
}

/// Reads everything after `FETCH `.
pub(crate) fn fetch(c: &mut Cursor<'_>, uid: bool) -> Parsed<Fetch> {
    let set = NumberSet::parse(c)?;
    c.space()?;
    let mut items = if c.peek() == Some(b'(') { c.list(item)?.concat() } else { item(c)? };
    if items.is_empty() {
        return Err(Refusal::bad("FETCH needs an item"));
    }
    let (mut changed_since, mut partial) = (None, None);
    if c.eat(b' ') {
        c.list(|c| {
            match c.keyword()?.as_str() {
                "CHANGEDSINCE" => {
                    c.space()?;
                    changed_since = Some(c.number()?);
                }
                "PARTIAL" => {
                    c.space()?;
                    partial = Some(window(c)?);
                }
                other => return Err(Refusal::bad(format!("unknown fetch modifier {other}"))),
            }
            Ok(())
        })?;
    }
    c.end()?;
    if uid && !items.contains(&Item::Uid) {
        items.insert(0, Item::Uid);
    }
    if changed_since.is_some() && !items.contains(&Item::ModSeq) {
        items.push(Item::ModSeq);
    }
    Ok(Fetch { uid, set, items, changed_since, partial })
}

/// One item, or a macro for several.
fn item(c: &mut Cursor<'_>) -> Parsed<Vec<Item>> {
    // `[` ends the name of a section item.
    let name = c.run(b"(){%*\"\\][").to_ascii_uppercase();
    let fast = [Item::Flags, Item::InternalDate, Item::Size];
    Ok(match name.as_str() {
        "ALL" => [&fast[..], &[Item::Envelope]].concat(),
        "FAST" => fast.to_vec(),
        "FULL" => [&fast[..], &[Item::Envelope, Item::Structure(false)]].concat(),
        "UID" => vec![Item::Uid],
        "FLAGS" => vec![Item::Flags],
        "INTERNALDATE" => vec![Item::InternalDate],
        "RFC822.SIZE" => vec![Item::Size],
        "ENVELOPE" => vec![Item::Envelope],
        "BODYSTRUCTURE" => vec![Item::Structure(true)],
        "RFC822" => vec![Item::Old("RFC822", Section::Whole)],
        "RFC822.HEADER" => vec![Item::Old("RFC822.HEADER", Section::Header)],
        "RFC822.TEXT" => vec![Item::Old("RFC822.TEXT", Section::Text)],
        "MODSEQ" => vec![Item::ModSeq],
        "EMAILID" => vec![Item::EmailId],
        "THREADID" => vec![Item::ThreadId],
        "SAVEDATE" => vec![Item::SaveDate],
        "PREVIEW" => {
            // The preview is at hand, so LAZY changes nothing.
            c.eat_word(" (LAZY)");
            vec![Item::Preview]
        }
        "BODY" | "BODY.PEEK" if c.peek() == Some(b'[') => vec![Item::Section(body(c, name == "BODY.PEEK")?)],
        "BODY" => vec![Item::Structure(false)],
        "BINARY" | "BINARY.PEEK" => vec![Item::Binary(binary(c, name == "BINARY.PEEK")?)],
        "BINARY.SIZE" => {
            c.expect(b'[')?;
            let path = path(c)?;
            c.expect(b']')?;
            vec![Item::BinarySize(path)]
        }
        other => return Err(Refusal::bad(format!("unknown fetch item {}", other.escape_default()))),
    })
}

fn body(c: &mut Cursor<'_>, peek: bool) -> Parsed<Body> {
    c.expect(b'[')?;
    let path = path(c)?;
    let section = if c.peek() == Some(b']') { Section::Whole } else { section(c, &path)? };
    c.expect(b']')?;
    Ok(Body { peek, path, section, range: range(c)? })
}

fn binary(c: &mut Cursor<'_>, peek: bool) -> Parsed<Body> {
    c.expect(b'[')?;
    let path = path(c)?;
    c.expect(b']')?;
    Ok(Body { peek, path, section: Section::Whole, range: range(c)? })
}

/// `1.2.` or `1.2`; what follows the last dot may be a name.
fn path(c: &mut Cursor<'_>) -> Parsed<Vec<u32>> {
    let mut path = Vec::new();
    while matches!(c.peek(), Some(b'0'..=b'9')) {
        match c.number32()? {
            0 => return Err(Refusal::bad("parts are counted from 1")),
            n => path.push(n),
        }
        c.count_item()?;
        if !c.eat(b'.') {
            break;
        }
    }
    Ok(path)
}

fn section(c: &mut Cursor<'_>, path: &[u32]) -> Parsed<Section> {
    Ok(match c.keyword()?.as_str() {
        "HEADER" => Section::Header,
        "TEXT" => Section::Text,
        "MIME" if !path.is_empty() => Section::Mime,
        name @ ("HEADER.FIELDS" | "HEADER.FIELDS.NOT") => {
            c.space()?;
            let fields = c.list(|c| c.text())?;
            if fields.is_empty() {
                return Err(Refusal::bad("HEADER.FIELDS needs a field"));
            }
            Section::Fields(name == "HEADER.FIELDS.NOT", fields)
        }
        other => return Err(Refusal::bad(format!("unknown section {}", other.escape_default()))),
    })
}

fn range(c: &mut Cursor<'_>) -> Parsed<Option<(u32, u32)>> {
    if !c.eat(b'<') {
        return Ok(None);
    }
    let first = c.number32()?;
    c.expect(b'.')?;
    let octets = c.number32()?;
    c.expect(b'>')?;
    if octets == 0 {
        Err(Refusal::bad("a partial fetch asks for at least one octet"))
    } else {
        Ok(Some((first, octets)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Parsed<Vec<Item>> {
        fetch(&mut Cursor::new(text.as_bytes(), 9, 50), false).map(|f| f.items)
    }

    #[test]
    fn sections() {
        let body =
            |peek, path: &[u32], section, range| Item::Section(Body { peek, path: path.to_vec(), section, range });
        assert_eq!(items("1 BODY[]").unwrap(), [body(false, &[], Section::Whole, None)]);
        assert_eq!(items("1 BODY.PEEK[1.2]<5.10>").unwrap(), [body(true, &[1, 2], Section::Whole, Some((5, 10)))]);
        assert_eq!(items("1 body[3.header]").unwrap(), [body(false, &[3], Section::Header, None)]);
        assert_eq!(items("1 BODY[2.MIME]").unwrap(), [body(false, &[2], Section::Mime, None)]);
        let fields = Section::Fields(true, vec!["Subject".into(), "To".into()]);
        assert_eq!(
            items("1 (UID BODY[HEADER.FIELDS.NOT (Subject \"To\")])").unwrap(),
            [Item::Uid, body(false, &[], fields, None)]
        );
    }

    #[test]
    fn macros_and_modifiers() {
        assert_eq!(items("1 FAST").unwrap(), [Item::Flags, Item::InternalDate, Item::Size]);
        let read = fetch(&mut Cursor::new(b"1:* (FLAGS) (CHANGEDSINCE 12)", 9, 50), true).unwrap();
        assert_eq!(read.items, [Item::Uid, Item::Flags, Item::ModSeq]);
        assert_eq!(read.changed_since, Some(12));
    }

    #[test]
    fn what_is_broken_is_refused() {
        for text in [
            "1 ()",
            "1 BODY[MIME]",
            "1 BODY[0]",
            "1 BODY[HEADER.FIELDS ()]",
            "1 BODY[]<1.0>",
            "1 NONSENSE",
            "1 BODY[1",
            "1 FLAGS FLAGS",
        ] {
            assert!(items(text).is_err(), "{text}");
        }
    }
}
