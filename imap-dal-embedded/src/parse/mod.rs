//! Commands: from the octets of one command, literals in place, to a value. It knows no store and no session; every
//! limit is the cursor's.

mod cursor;
mod fetch;
mod list;
mod search;
mod set;

use jiff::Timestamp;

pub(crate) use self::cursor::{Cursor, Parsed};
pub(crate) use self::fetch::{Body, Fetch, Item, Section};
pub(crate) use self::list::{List, StatusItem};
pub(crate) use self::search::{Clock, Day, Key, Returns, Search, SortBy, SortKey, Window};
pub(crate) use self::set::{NumberSet, Numbers};
use crate::date;
use crate::reply::Refusal;

/// A command as read.
#[derive(Debug)]
pub(crate) enum Command {
    Capability,
    Noop,
    Logout,
    StartTls,
    Id,
    Idle,
    Namespace,
    Close,
    Unselect,
    Authenticate {
        mechanism: String,
        initial: Option<String>,
    },
    Login {
        user: Vec<u8>,
        password: Vec<u8>,
    },
    Enable(Vec<String>),
    Select {
        mailbox: String,
        read_only: bool,
        condstore: bool,
    },
    Create {
        mailbox: String,
        roles: Vec<String>,
    },
    Delete(String),
    Rename(String, String),
    Subscribe(String, bool),
    List(List),
    Status(String, Vec<StatusItem>),
    Append {
        mailbox: String,
        messages: Vec<Appended>,
    },
    Expunge(Option<NumberSet>),
    Search(Search),
    /// Tags of searches that need no longer be kept up to date.
    CancelUpdate(Vec<String>),
    Fetch(Fetch),
    Store(Store),
    Copy {
        uid: bool,
        set: NumberSet,
        mailbox: String,
        take: bool,
    },
}

/// One message of an APPEND.
#[derive(Debug)]
pub(crate) struct Appended {
    pub(crate) flags: Vec<String>,
    pub(crate) internal: Option<Timestamp>,
    pub(crate) bytes: Vec<u8>,
    /// Sent as a literal8.
    pub(crate) binary: bool,
}

/// A STORE as read.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) uid: bool,
    pub(crate) set: NumberSet,
    pub(crate) change: Change,
    pub(crate) silent: bool,
    pub(crate) flags: Vec<String>,
    pub(crate) unchanged_since: Option<u64>,
}

/// What STORE does with its flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Replace,
    Add,
    Remove,
}

/// The tag and the name of a command, as far as they can be read: enough to answer and to record it.
pub(crate) fn head(line: &[u8]) -> (Option<String>, String) {
    let mut c = Cursor::new(line, 1, 1);
    let tag = c.run(b"(){%*\"\\+");
    if tag.is_empty() || !c.eat(b' ') {
        return (None, String::new());
    }
    let mut name = c.run(b"(){%*\"\\]").to_ascii_uppercase();
    if name == "UID" && c.eat(b' ') {
        name = format!("UID {}", c.run(b"(){%*\"\\]").to_ascii_uppercase());
    }
    (Some(tag.to_owned()), name)
}

/// Reads the command after its tag. `charsets`: those SEARCH accepts; empty for all that are known.
pub(crate) fn command(mut c: Cursor<'_>, charsets: &[String]) -> Parsed<Command> {
    let c = &mut c;
    let mut name = c.keyword()?;
    let uid = name == "UID";
    if uid {
        c.space()?;
        name = c.keyword()?;
        if !["SEARCH", "SORT", "FETCH", "STORE", "COPY", "MOVE", "EXPUNGE"].contains(&name.as_str()) {
            return Err(Refusal::bad(format!("UID {} is no command", name.escape_default())));
        }
    }
    if let Some(alone) = without_arguments(&name).filter(|_| !uid) {
        c.end()?;
        return Ok(alone);
    }
    if name == "EXPUNGE" && !uid {
        c.end()?;
        return Ok(Command::Expunge(None));
    }
    if !c.eat(b' ') {
        return Err(Refusal::bad(format!("{} is no command, or lacks its arguments", name.escape_default())));
    }
    match name.as_str() {
        "SEARCH" => search::search(c, uid, false, charsets).map(Command::Search),
        "SORT" => search::search(c, uid, true, charsets).map(Command::Search),
        "FETCH" => fetch::fetch(c, uid).map(Command::Fetch),
        "APPEND" => append(c),
        "LIST" => list::list(c).map(Command::List),
        "LSUB" => list::lsub(c).map(Command::List),
        _ => {
            let command = plain(&name, uid, c)?;
            c.end()?;
            Ok(command)
        }
    }
}

fn without_arguments(name: &str) -> Option<Command> {
    Some(match name {
        "CAPABILITY" => Command::Capability,
        "NOOP" | "CHECK" => Command::Noop,
        "LOGOUT" => Command::Logout,
        "STARTTLS" => Command::StartTls,
        "IDLE" => Command::Idle,
        "NAMESPACE" => Command::Namespace,
        "CLOSE" => Command::Close,
        "UNSELECT" => Command::Unselect,
        _ => return None,
    })
}

fn plain(name: &str, uid: bool, c: &mut Cursor<'_>) -> Parsed<Command> {
    Ok(match name {
        "ID" => {
            if !c.eat_word("NIL") {
                c.list(|c| c.nstring())?;
            }
            Command::Id
        }
        "AUTHENTICATE" => {
            let mechanism = c.keyword()?;
            let initial = if c.eat(b' ') { Some(c.run(b"").to_owned()) } else { None };
            Command::Authenticate { mechanism, initial }
        }
        "LOGIN" => {
            let user = c.astring()?;
            c.space()?;
            Command::Login { user, password: c.astring()? }
        }
        "CANCELUPDATE" => {
            let mut tags = vec![c.text()?];
            while c.eat(b' ') {
                c.count_item()?;
                tags.push(c.text()?);
            }
            Command::CancelUpdate(tags)
        }
        "ENABLE" => {
            let mut names = vec![c.keyword()?];
            while c.eat(b' ') {
                names.push(c.keyword()?);
            }
            Command::Enable(names)
        }
        "SELECT" | "EXAMINE" => {
            let mailbox = c.mailbox()?;
            let mut condstore = false;
            if c.eat(b' ') {
                for parameter in c.list(|c| c.keyword())? {
                    match parameter.as_str() {
                        "CONDSTORE" => condstore = true,
                        other => return Err(Refusal::bad(format!("unknown select parameter {other}"))),
                    }
                }
            }
            Command::Select { mailbox, read_only: name == "EXAMINE", condstore }
        }
        "CREATE" => {
            let mailbox = c.mailbox()?;
            let mut roles = Vec::new();
            if c.eat_word(" (USE ") {
                roles = c.list(|c| c.flag())?;
                c.expect(b')')?;
            }
            Command::Create { mailbox, roles }
        }
        "DELETE" => Command::Delete(c.mailbox()?),
        "RENAME" => {
            let from = c.mailbox()?;
            c.space()?;
            Command::Rename(from, c.mailbox()?)
        }
        "SUBSCRIBE" => Command::Subscribe(c.mailbox()?, true),
        "UNSUBSCRIBE" => Command::Subscribe(c.mailbox()?, false),
        "STATUS" => {
            let mailbox = c.mailbox()?;
            c.space()?;
            Command::Status(mailbox, list::status_items(c)?)
        }
        "EXPUNGE" => Command::Expunge(Some(NumberSet::parse(c)?)),
        "STORE" => store(c, uid)?,
        "COPY" | "MOVE" => {
            let set = NumberSet::parse(c)?;
            c.space()?;
            Command::Copy { uid, set, mailbox: c.mailbox()?, take: name == "MOVE" }
        }
        other => return Err(Refusal::bad(format!("{} is no command", other.escape_default()))),
    })
}

fn store(c: &mut Cursor<'_>, uid: bool) -> Parsed<Command> {
    let set = NumberSet::parse(c)?;
    c.space()?;
    let mut unchanged_since = None;
    if c.eat_word("(UNCHANGEDSINCE ") {
        unchanged_since = Some(c.number()?);
        c.expect(b')')?;
        c.space()?;
    }
    let change = match c.peek() {
        Some(b'+') => Change::Add,
        Some(b'-') => Change::Remove,
        _ => Change::Replace,
    };
    if change != Change::Replace {
        c.eat(b'+');
        c.eat(b'-');
    }
    let silent = match c.keyword()?.as_str() {
        "FLAGS" => false,
        "FLAGS.SILENT" => true,
        other => return Err(Refusal::bad(format!("unknown store item {}", other.escape_default()))),
    };
    c.space()?;
    let mut flags = Vec::new();
    if c.peek() == Some(b'(') {
        flags = c.list(|c| c.flag())?;
    } else {
        flags.push(c.flag()?);
        while c.eat(b' ') {
            c.count_item()?;
            flags.push(c.flag()?);
        }
    }
    Ok(Command::Store(Store { uid, set, change, silent, flags: settable(flags)?, unchanged_since }))
}

fn append(c: &mut Cursor<'_>) -> Parsed<Command> {
    let mailbox = c.mailbox()?;
    let mut messages = Vec::new();
    while messages.is_empty() || !c.at_end() {
        c.space()?;
        // IMAPClient 4 puts two between messages.
        while c.eat(b' ') {}
        c.count_item()?;
        let mut flags = Vec::new();
        if c.peek() == Some(b'(') {
            flags = settable(c.list(|c| c.flag())?)?;
            c.space()?;
        }
        let mut internal = None;
        if c.peek() == Some(b'"') {
            let text = c.text()?;
            let read = date::parse_date_time(&text);
            internal = Some(read.ok_or_else(|| Refusal::bad("the internal date cannot be read"))?);
            c.space()?;
        }
        let binary = c.eat(b'~');
        let bytes = c.literal()?.to_vec();
        messages.push(Appended { flags, internal, bytes, binary });
    }
    Ok(Command::Append { mailbox, messages })
}

/// A client may set the five system flags and any keyword.
fn settable(flags: Vec<String>) -> Parsed<Vec<String>> {
    let known = |f: &String| !f.starts_with('\\') || crate::store::SYSTEM.iter().any(|s| s.eq_ignore_ascii_case(f));
    match flags.iter().find(|f| !known(f)) {
        Some(flag) => Err(Refusal::bad(format!("{} cannot be set", flag.escape_default()))),
        None => Ok(flags),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Parsed<Command> {
        command(Cursor::new(text.as_bytes(), 20, 100), &[])
    }

    #[test]
    fn heads_are_read_even_when_the_rest_is_not() {
        assert_eq!(head(b"a1 uid fetch nonsense"), (Some("a1".into()), "UID FETCH".into()));
        assert_eq!(head(b"a1 LOGIN \"x"), (Some("a1".into()), "LOGIN".into()));
        assert_eq!(head(b"+ x"), (None, String::new()));
        assert_eq!(head(b"\xff\x00"), (None, String::new()));
    }

    #[test]
    fn stores() {
        let Ok(Command::Store(store)) = read("UID STORE 1:3 (UNCHANGEDSINCE 12) -FLAGS.SILENT (\\Seen $x)") else {
            panic!()
        };
        assert!(store.uid && store.silent && store.change == Change::Remove);
        assert_eq!((store.unchanged_since, store.flags), (Some(12), vec!["\\Seen".to_owned(), "$x".to_owned()]));
        assert!(read("STORE 1 +FLAGS (\\Recent)").is_err() && read("STORE 1 +FLAGS (\\Made)").is_err());
    }

    #[test]
    fn appends_of_several_messages() {
        let text = "APPEND INBOX (\\Seen) \" 1-Jan-2026 00:00:00 +0000\" {3}\r\nabc {2+}\r\nde";
        let Ok(Command::Append { mailbox, messages }) = read(text) else { panic!() };
        assert_eq!(mailbox, "INBOX");
        assert_eq!(messages.iter().map(|m| m.bytes.as_slice()).collect::<Vec<_>>(), [&b"abc"[..], b"de"]);
        assert_eq!(messages[0].internal.map(|t| t.as_second()), Some(1_767_225_600));
        assert!(read("APPEND INBOX").is_err() && read("APPEND INBOX {1}\r\na ").is_err());
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for text in [
            "",
            "NONSENSE",
            "NOOP x",
            "UID NOOP",
            "UID LOGIN a b",
            "LOGIN a",
            "SELECT a (X)",
            "FETCH 1",
            "SEARCH",
            "SEARCH x",
            "MOVE 1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_of_search_keys_is_bounded() {
        assert!(read(&format!("SEARCH {}ALL{}", "(".repeat(15), ")".repeat(15))).is_ok());
        assert!(read(&format!("SEARCH {}ALL{}", "(".repeat(50), ")".repeat(50))).is_err());
        assert!(read(&format!("SEARCH {}ALL", "NOT ".repeat(50))).is_err());
    }
}
