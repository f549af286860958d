//! SEARCH and SORT: their options and keys (RFC 3501, 9051, 4731, 5032, 5182, 5256, 5267, 7162, 8474, 8514, 9394).

use jiff::civil::Date;

use super::cursor::{Cursor, Parsed};
use super::set::{NumberSet, Numbers};
use crate::date;
use crate::mime::{decode, text};
use crate::reply::Refusal;

/// A SEARCH or SORT as read.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) uid: bool,
    /// `None`: the answer of old, `* SEARCH` or `* SORT`.
    pub(crate) returns: Option<Returns>,
    /// Empty for SEARCH.
    pub(crate) order: Vec<SortKey>,
    pub(crate) key: Key,
    pub(crate) uses: Uses,
    /// It is to be refused after all: its charset cannot be read, and then neither can its keys.
    pub(crate) refused: Option<Refusal>,
}

/// The result options asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Returns {
    pub(crate) min: bool,
    pub(crate) max: bool,
    pub(crate) all: bool,
    pub(crate) count: bool,
    pub(crate) save: bool,
    pub(crate) partial: Option<Window>,
    /// CONTEXT or UPDATE was asked for.
    pub(crate) context: bool,
    pub(crate) update: bool,
}

/// `PARTIAL a:b`, counted from 1 at the start, from -1 at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) from_end: bool,
}

/// One criterion of SORT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SortKey {
    pub(crate) by: SortBy,
    pub(crate) reverse: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortBy {
    Arrival,
    Cc,
    Date,
    From,
    Size,
    Subject,
    To,
    DisplayFrom,
    DisplayTo,
}

/// Extensions the keys of a search rest on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Uses {
    pub(crate) within: bool,
    pub(crate) modseq: bool,
    pub(crate) object_id: bool,
    pub(crate) save_date: bool,
    pub(crate) saved_result: bool,
}

/// Which date of a message a key looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    Internal,
    Sent,
    Saved,
}

/// How a day compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Before,
    On,
    Since,
}

/// A condition on messages. Text is folded already.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    All,
    And(Vec<Key>),
    Or(Box<Key>, Box<Key>),
    Not(Box<Key>),
    Flag(String),
    Recent,
    Header(String, String),
    /// A field of addresses, name in lower case, and a folded text.
    Address(String, String),
    Body(String),
    Text(String),
    Date(Clock, Day, Date),
    SaveDateSupported,
    /// True for messages that arrived within so many seconds.
    Younger(u64),
    Larger(u64),
    Smaller(u64),
    /// A set as written; with `true`, of uids.
    Set(NumberSet, bool),
    /// A set with `*` and `$` resolved; with `true`, of uids.
    Numbers(Numbers, bool),
    ModSeq(u64),
    EmailId(String),
    ThreadId(String),
}

/// Reads everything after `SEARCH ` or `SORT `.
pub(crate) fn search(c: &mut Cursor<'_>, uid: bool, sort: bool, charsets: &[String]) -> Parsed<Search> {
    let mut returns = None;
    if c.eat_word("RETURN ") {
        returns = Some(result_options(c)?);
        c.space()?;
    }
    let mut order = Vec::new();
    let mut charset = None;
    if sort {
        order = sort_keys(c)?;
        c.space()?;
        charset = Some(c.text()?);
        c.space()?;
    } else if c.eat_word("CHARSET ") {
        charset = Some(c.text()?);
        c.space()?;
    }
    let decoder = match decoder(charset.as_deref(), charsets) {
        Ok(decoder) => decoder,
        Err(refusal) => {
            let (key, uses) = (Key::All, Uses::default());
            return Ok(Search { uid, returns, order, key, uses, refused: Some(refusal) });
        }
    };
    let mut keys = Keys { decoder, uses: Uses::default() };
    let mut all = vec![keys.key(c)?];
    while c.eat(b' ') {
        all.push(keys.key(c)?);
    }
    c.end()?;
    Ok(Search { uid, returns, order, key: Key::And(all), uses: keys.uses, refused: None })
}

fn result_options(c: &mut Cursor<'_>) -> Parsed<Returns> {
    let mut returns = Returns::default();
    let names = c.list(|c| {
        match c.keyword()?.as_str() {
            "MIN" => returns.min = true,
            "MAX" => returns.max = true,
            "ALL" => returns.all = true,
            "COUNT" => returns.count = true,
            "SAVE" => returns.save = true,
            // A hint that more will be asked of this result (RFC 5267); it is not needed here.
            "CONTEXT" => returns.context = true,
            "UPDATE" => (returns.context, returns.update) = (true, true),
            "PARTIAL" => {
                c.space()?;
                returns.partial = Some(window(c)?);
            }
            other => return Err(Refusal::bad(format!("unknown result option {other}"))),
        }
        Ok(())
    })?;
    if returns.all && returns.partial.is_some() {
        return Err(Refusal::bad("ALL and PARTIAL exclude each other"));
    }
    returns.all |= names.is_empty();
    Ok(returns)
}

/// `a:b` or `-a:-b`.
pub(crate) fn window(c: &mut Cursor<'_>) -> Parsed<Window> {
    let from_end = c.eat(b'-');
    let a = c.number32()?;
    c.expect(b':')?;
    if from_end != c.eat(b'-') {
        return Err(Refusal::bad("both ends of PARTIAL count from the same side"));
    }
    let b = c.number32()?;
    if a == 0 || b == 0 {
        return Err(Refusal::bad("PARTIAL counts from 1"));
    }
    Ok(Window { from: a.min(b), to: a.max(b), from_end })
}

fn sort_keys(c: &mut Cursor<'_>) -> Parsed<Vec<SortKey>> {
    let keys = c.list(|c| {
        let mut name = c.keyword()?;
        let reverse = name == "REVERSE";
        if reverse {
            c.space()?;
            name = c.keyword()?;
        }
        let by = match name.as_str() {
            "ARRIVAL" => SortBy::Arrival,
            "CC" => SortBy::Cc,
            "DATE" => SortBy::Date,
            "FROM" => SortBy::From,
            "SIZE" => SortBy::Size,
            "SUBJECT" => SortBy::Subject,
            "TO" => SortBy::To,
            "DISPLAYFROM" => SortBy::DisplayFrom,
            "DISPLAYTO" => SortBy::DisplayTo,
            other => return Err(Refusal::bad(format!("unknown sort key {other}"))),
        };
        Ok(SortKey { by, reverse })
    })?;
    if keys.is_empty() { Err(Refusal::bad("SORT needs a key")) } else { Ok(keys) }
}

type Decoder = Box<dyn Fn(Vec<u8>) -> Parsed<String>>;

fn decoder(charset: Option<&str>, accepted: &[String]) -> Parsed<Decoder> {
    let utf8: Decoder = Box::new(|raw| String::from_utf8(raw).map_err(|_| Refusal::bad("a key is not in its charset")));
    let Some(label) = charset else { return Ok(utf8) };
    let refused = || {
        let list = if accepted.is_empty() { "US-ASCII UTF-8".to_owned() } else { accepted.join(" ") };
        Refusal::coded(format!("BADCHARSET ({list})"), "this charset is not supported")
    };
    if !accepted.is_empty() && !accepted.iter().any(|a| a.eq_ignore_ascii_case(label)) {
        return Err(refused());
    }
    if ["US-ASCII", "UTF-8"].iter().any(|l| l.eq_ignore_ascii_case(label)) {
        return Ok(utf8);
    }
    let known = decode::known_charset(label).ok_or_else(refused)?;
    Ok(Box::new(move |raw| Ok(known(&raw))))
}

struct Keys {
    decoder: Decoder,
    uses: Uses,
}

impl Keys {
    fn key(&mut self, c: &mut Cursor<'_>) -> Parsed<Key> {
        c.count_item()?;
        if c.eat(b'(') {
            return c.deeper(|c| {
                let mut all = vec![self.key(c)?];
                while !c.eat(b')') {
                    c.space()?;
                    all.push(self.key(c)?);
                }
                Ok(Key::And(all))
            });
        }
        if NumberSet::starts(c) {
            return Ok(Key::Set(self.set(c)?, false));
        }
        let name = c.keyword()?;
        if let Some(key) = without_argument(&name) {
            self.uses.save_date |= matches!(key, Key::SaveDateSupported);
            return Ok(key);
        }
        c.space()?;
        self.with_argument(&name, c)
    }

    fn with_argument(&mut self, name: &str, c: &mut Cursor<'_>) -> Parsed<Key> {
        Ok(match name {
            "NOT" => Key::Not(Box::new(c.deeper(|c| self.key(c))?)),
            "OR" => c.deeper(|c| {
                let first = self.key(c)?;
                c.space()?;
                Ok(Key::Or(Box::new(first), Box::new(self.key(c)?)))
            })?,
            "KEYWORD" => Key::Flag(c.atom()?.to_owned()),
            "UNKEYWORD" => Key::Not(Box::new(Key::Flag(c.atom()?.to_owned()))),
            "SUBJECT" => Key::Header("subject".to_owned(), self.folded(c)?),
            "FROM" | "TO" | "CC" | "BCC" => Key::Address(name.to_ascii_lowercase(), self.folded(c)?),
            "HEADER" => {
                let field = c.text()?.to_ascii_lowercase();
                c.space()?;
                Key::Header(field, self.folded(c)?)
            }
            "BODY" => Key::Body(self.folded(c)?),
            "TEXT" => Key::Text(self.folded(c)?),
            "BEFORE" => Key::Date(Clock::Internal, Day::Before, day(c)?),
            "ON" => Key::Date(Clock::Internal, Day::On, day(c)?),
            "SINCE" => Key::Date(Clock::Internal, Day::Since, day(c)?),
            "SENTBEFORE" => Key::Date(Clock::Sent, Day::Before, day(c)?),
            "SENTON" => Key::Date(Clock::Sent, Day::On, day(c)?),
            "SENTSINCE" => Key::Date(Clock::Sent, Day::Since, day(c)?),
            "SAVEDBEFORE" => self.saved(Day::Before, c)?,
            "SAVEDON" => self.saved(Day::On, c)?,
            "SAVEDSINCE" => self.saved(Day::Since, c)?,
            "OLDER" => Key::Not(Box::new(Key::Younger(self.interval(c)?))),
            "YOUNGER" => Key::Younger(self.interval(c)?),
            "LARGER" => Key::Larger(c.number()?),
            "SMALLER" => Key::Smaller(c.number()?),
            "UID" => Key::Set(self.set(c)?, true),
            "MODSEQ" => self.modseq(c)?,
            "EMAILID" => {
                self.uses.object_id = true;
                Key::EmailId(c.text()?)
            }
            "THREADID" => {
                self.uses.object_id = true;
                Key::ThreadId(c.text()?)
            }
            other => return Err(Refusal::bad(format!("unknown search key {}", other.escape_default()))),
        })
    }

    fn folded(&self, c: &mut Cursor<'_>) -> Parsed<String> {
        Ok(text::fold(&(self.decoder)(c.astring()?)?))
    }

    fn set(&mut self, c: &mut Cursor<'_>) -> Parsed<NumberSet> {
        let set = NumberSet::parse(c)?;
        self.uses.saved_result |= set == NumberSet::Saved;
        Ok(set)
    }

    fn saved(&mut self, day_is: Day, c: &mut Cursor<'_>) -> Parsed<Key> {
        self.uses.save_date = true;
        Ok(Key::Date(Clock::Saved, day_is, day(c)?))
    }

    fn interval(&mut self, c: &mut Cursor<'_>) -> Parsed<u64> {
        self.uses.within = true;
        match c.number32()? {
            0 => Err(Refusal::bad("an interval is at least one second")),
            seconds => Ok(seconds.into()),
        }
    }

    /// `MODSEQ ["/flags/\\seen" all] 123`: the entry is read and, as there is one sequence per message, passed over.
    fn modseq(&mut self, c: &mut Cursor<'_>) -> Parsed<Key> {
        self.uses.modseq = true;
        if c.peek() == Some(b'"') {
            c.string()?;
            c.space()?;
            let kind = c.keyword()?;
            if !["PRIV", "SHARED", "ALL"].contains(&kind.as_str()) {
                return Err(Refusal::bad("an entry is priv, shared or all"));
            }
            c.space()?;
        }
        Ok(Key::ModSeq(c.number()?))
    }
}

fn without_argument(name: &str) -> Option<Key> {
    let flag = |flag: &str| Key::Flag(flag.to_owned());
    let not = |key: Key| Key::Not(Box::new(key));
    Some(match name {
        "ALL" => Key::All,
        "ANSWERED" => flag("\\Answered"),
        "DELETED" => flag("\\Deleted"),
        "DRAFT" => flag("\\Draft"),
        "FLAGGED" => flag("\\Flagged"),
        "SEEN" => flag("\\Seen"),
        "UNANSWERED" => not(flag("\\Answered")),
        "UNDELETED" => not(flag("\\Deleted")),
        "UNDRAFT" => not(flag("\\Draft")),
        "UNFLAGGED" => not(flag("\\Flagged")),
        "UNSEEN" => not(flag("\\Seen")),
        "RECENT" => Key::Recent,
        "OLD" => not(Key::Recent),
        "NEW" => Key::And(vec![Key::Recent, not(flag("\\Seen"))]),
        "SAVEDATESUPPORTED" => Key::SaveDateSupported,
        _ => return None,
    })
}

/// A date, quoted or not.
fn day(c: &mut Cursor<'_>) -> Parsed<Date> {
    let text = c.text()?;
    date::parse_search_date(&text).ok_or_else(|| Refusal::bad(format!("`{}` is no date", text.escape_default())))
}
