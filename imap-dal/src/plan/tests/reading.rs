//! A reader of SEARCH commands that shares nothing with the printer, and what it must find.

use super::*;
use crate::plan::search_key::{Clock, Flag, Relation, TextKey};
use crate::plan::{Returning, search};
use crate::wire::SequenceSet;
use proptest::prelude::*;

/// A search as read from the wire; `And` and `Or` are flat.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Read {
    /// A key and its arguments.
    Key(String, Vec<Vec<u8>>),
    Not(Box<Read>),
    And(Vec<Read>),
    Or(Vec<Read>),
}

/// Reads `UID SEARCH [RETURN (..)] [CHARSET x] keys`.
pub(super) fn read(command: &[u8]) -> Read {
    let mut rest = command.strip_prefix(b"UID SEARCH ").expect("a search");
    if let Some(after) = rest.strip_prefix(b"RETURN (") {
        let end = after.iter().position(|b| *b == b')').unwrap();
        rest = after[end..].strip_prefix(b") ").unwrap();
    }
    let charset = rest.strip_prefix(b"CHARSET UTF-8 ");
    assert_eq!(charset.is_some(), !rest.is_ascii(), "CHARSET where there is 8-bit text, and only there");
    let mut reader = Reader { rest: charset.unwrap_or(rest) };
    let keys = reader.keys();
    assert!(reader.rest.is_empty(), "all is read: {:?}", reader.rest);
    keys
}

struct Reader<'t> {
    rest: &'t [u8],
}

impl Reader<'_> {
    fn keys(&mut self) -> Read {
        let mut keys = vec![self.key()];
        while self.eat(b' ') {
            keys.push(self.key());
        }
        flat(keys, true)
    }

    fn key(&mut self) -> Read {
        if self.eat(b'(') {
            let keys = self.keys();
            assert!(self.eat(b')'));
            return keys;
        }
        let word = String::from_utf8(self.atom()).unwrap();
        match word.as_str() {
            "NOT" => {
                assert!(self.eat(b' '));
                Read::Not(Box::new(self.key()))
            }
            "OR" => {
                assert!(self.eat(b' '));
                let left = self.key();
                assert!(self.eat(b' '));
                flat(vec![left, self.key()], false)
            }
            word => {
                let arguments = match word {
                    "HEADER" => 2,
                    "KEYWORD" | "UNKEYWORD" | "UID" | "LARGER" | "SMALLER" | "ON" | "SINCE" | "BEFORE" | "SENTON"
                    | "SENTSINCE" | "SENTBEFORE" | "SAVEDON" | "SAVEDSINCE" | "SAVEDBEFORE" | "MODSEQ" | "EMAILID"
                    | "THREADID" | "FROM" | "TO" | "CC" | "BCC" | "SUBJECT" | "BODY" | "TEXT" => 1,
                    "ALL" | "SEEN" | "UNSEEN" | "ANSWERED" | "UNANSWERED" | "DELETED" | "UNDELETED" | "DRAFT"
                    | "UNDRAFT" | "FLAGGED" | "UNFLAGGED" | "RECENT" | "OLD" | "SAVEDATESUPPORTED" => 0,
                    word => panic!("no search key: {word}"),
                };
                let arguments = (0..arguments).map(|_| {
                    assert!(self.eat(b' '));
                    self.argument()
                });
                let arguments = arguments.collect();
                Read::Key(word.to_owned(), arguments)
            }
        }
    }

    fn argument(&mut self) -> Vec<u8> {
        match self.rest.first() {
            Some(b'"') => {
                self.rest = &self.rest[1..];
                let mut text = Vec::new();
                while !self.eat(b'"') {
                    self.eat(b'\\');
                    text.push(self.rest[0]);
                    self.rest = &self.rest[1..];
                }
                text
            }
            Some(b'{') => {
                let end = self.rest.iter().position(|b| *b == b'\n').unwrap();
                let head = std::str::from_utf8(&self.rest[1..end]).unwrap();
                let length: usize = head.strip_suffix("+}\r").unwrap().parse().unwrap();
                let (text, rest) = self.rest[end + 1..].split_at(length);
                self.rest = rest;
                text.to_vec()
            }
            _ => self.atom(),
        }
    }

    fn atom(&mut self) -> Vec<u8> {
        let end = self.rest.iter().position(|b| b" ()\"{\r\n".contains(b)).unwrap_or(self.rest.len());
        assert!(end > 0, "an atom has characters: {:?}", self.rest);
        let (atom, rest) = self.rest.split_at(end);
        self.rest = rest;
        atom.to_vec()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let has = self.rest.first() == Some(&byte);
        if has {
            self.rest = &self.rest[1..];
        }
        has
    }
}

fn flat(keys: Vec<Read>, all: bool) -> Read {
    let mut list = Vec::new();
    for key in keys {
        match key {
            Read::And(keys) if all => list.extend(keys),
            Read::Or(keys) if !all => list.extend(keys),
            key => list.push(key),
        }
    }
    match list.len() {
        1 => list.remove(0),
        _ if all => Read::And(list),
        _ => Read::Or(list),
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "\"",
        "\\",
        "{5}",
        "{5+}\r\n",
        "\r\nA2 LOGOUT\r\n",
        ")",
        "(",
        "ä",
        "日本",
        " OR ",
        "NOT",
        "*",
        "%",
        "]",
    ]);
    let piece = prop_oneof![awkward.prop_map(str::to_owned), "[ -~]{0,4}", "[a-z]{1,3}"];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

pub(super) fn any_key() -> impl Strategy<Value = SearchKey> {
    let text = prop::sample::select(vec![TextKey::From, TextKey::Cc, TextKey::Subject, TextKey::Body, TextKey::Text]);
    let day = (1970_i16..2050, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day));
    let relation = prop::sample::select(vec![Relation::Before, Relation::On, Relation::Since]);
    let clock = prop::sample::select(vec![Clock::Arrival, Clock::Sent, Clock::Saved]);
    let flag = prop::sample::select(vec![Flag::Seen, Flag::Draft, Flag::Answered, Flag::Recent]);
    let leaf = prop_oneof![
        Just(SearchKey::SaveDateSupported),
        (flag, any::<bool>()).prop_map(|(flag, set)| SearchKey::Flag(flag, set)),
        any::<bool>().prop_map(|set| SearchKey::Keyword("$Junk".into(), set)),
        prop::collection::vec(1_u32..50, 1..5).prop_map(|uids| SearchKey::Uid(uids.into_iter().collect())),
        any::<u32>().prop_map(SearchKey::Larger),
        (clock, relation, day).prop_map(|(clock, relation, day)| SearchKey::Day(clock, relation, day)),
        (text, any_text()).prop_map(|(key, text)| SearchKey::Text(key, text.into())),
        any_text().prop_map(|text| SearchKey::Header("X-A", text.into())),
        any_text().prop_map(|text| SearchKey::Header("X(B)", text.into())),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|key| SearchKey::Not(Box::new(key))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(SearchKey::And),
            prop::collection::vec(inner, 2..4).prop_map(SearchKey::Or),
        ]
    })
}

/// What the reader must find.
fn expected(key: &SearchKey) -> Read {
    let word = |word: &str, arguments: &[&str]| {
        Read::Key(word.to_owned(), arguments.iter().map(|argument| argument.as_bytes().to_vec()).collect())
    };
    match key {
        SearchKey::SaveDateSupported => word("SAVEDATESUPPORTED", &[]),
        SearchKey::Flag(flag, set) => word(
            match (flag, set) {
                (Flag::Seen, true) => "SEEN",
                (Flag::Seen, false) => "UNSEEN",
                (Flag::Draft, true) => "DRAFT",
                (Flag::Draft, false) => "UNDRAFT",
                (Flag::Answered, true) => "ANSWERED",
                (Flag::Answered, false) => "UNANSWERED",
                (Flag::Recent, true) => "RECENT",
                (Flag::Recent, false) => "OLD",
                other => panic!("not generated: {other:?}"),
            },
            &[],
        ),
        SearchKey::Keyword(name, true) => word("KEYWORD", &[name]),
        SearchKey::Keyword(name, false) => word("UNKEYWORD", &[name]),
        SearchKey::Uid(set) => word("UID", &[&set.to_string()]),
        SearchKey::Larger(octets) => word("LARGER", &[&octets.to_string()]),
        SearchKey::Day(clock, relation, day) => {
            let clock = match clock {
                Clock::Arrival => "",
                Clock::Sent => "SENT",
                Clock::Saved => "SAVED",
            };
            let relation = format!("{relation:?}").to_uppercase();
            word(&format!("{clock}{relation}"), &[&day.strftime("%-d-%b-%Y").to_string()])
        }
        SearchKey::Text(key, text) => word(&format!("{key:?}").to_uppercase(), &[text]),
        SearchKey::Header(name, text) => word("HEADER", &[name, text]),
        SearchKey::Not(key) => Read::Not(Box::new(expected(key))),
        SearchKey::And(keys) => flat(keys.iter().map(expected).collect(), true),
        SearchKey::Or(keys) => flat(keys.iter().map(expected).collect(), false),
        other => panic!("not generated: {other:?}"),
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same_tree(key in any_key()) {
        let commands = search(&key, Returning::Saved, &server());
        prop_assert_eq!(commands.len(), 1);
        prop_assert_eq!(read(&sent(&commands[0])), expected(&key));
    }

    #[test]
    fn no_value_leaves_its_argument(text in any_text()) {
        let query = inbox(AnyMailbox::header("X-A").contains(text.as_str()) & AnyMailbox::seen.eq(true));
        let searches = plan(&query, Purpose::Select).search(Returning::All);
        prop_assert_eq!(searches.len(), 1);
        let Read::And(keys) = read(&sent(&searches[0])) else { panic!("two keys") };
        prop_assert_eq!(keys.len(), 2, "{:?}", keys);
    }

    #[test]
    fn a_list_of_uids_is_split_into_lines_that_are_short_enough(
        uids in prop::collection::vec(1_u32.., 1..4000),
        text in any_text(),
    ) {
        let query = inbox(AnyMailbox::header("X-A").contains(text.as_str()) & AnyMailbox::uid.is_in(&uids));
        let mut found = SequenceSet::default();
        for command in plan(&query, Purpose::Select).search(Returning::All) {
            let line = sent(&command);
            prop_assert!(line.len() < 8000, "{}", line.len());
            let Read::And(keys) = read(&line) else { panic!("two keys") };
            let set = |key: &Read| match key {
                Read::Key(word, arguments) if word == "UID" => SequenceSet::parse(&arguments[0]),
                _ => None,
            };
            for key in &keys {
                let sets = if let Read::Or(keys) = key { keys.as_slice() } else { std::slice::from_ref(key) };
                found = sets.iter().filter_map(set).fold(found, |found, set| found.union(&set));
            }
        }
        prop_assert_eq!(found, uids.into_iter().collect::<SequenceSet>());
    }
}

#[test]
fn what_does_not_fit_a_line_is_decided_here() {
    let long = AnyMailbox::subject.contains("x".repeat(9_000));
    let plan = plan(&inbox(AnyMailbox::seen.eq(false) & long), Purpose::Select);
    assert_eq!(written(&plan.upper), "UNSEEN");
    assert!(plan.residual.is_some());

    let many = Expr::any_of((0..2_000).map(|n| AnyMailbox::subject.contains(n.to_string())));
    let plan = super::plan(&inbox(AnyMailbox::seen.eq(false) & many), Purpose::Select);
    assert_eq!(written(&plan.upper), "UNSEEN");
    assert!(plan.residual.is_some());

    let sparse = AnyMailbox::uid.is_in((1..9_000).step_by(2).collect::<Vec<u32>>());
    let plan = super::plan(&inbox(sparse | AnyMailbox::seen.eq(true)), Purpose::Select);
    assert_eq!(written(&plan.upper), "ALL");
    assert!(plan.residual.is_some());
}

#[test]
fn what_nests_too_deep_for_servers_is_decided_here() {
    let mut deep = AnyMailbox::subject.contains("a");
    for n in 0..95 {
        let other = AnyMailbox::subject.contains(n.to_string());
        deep = if n % 2 == 0 { deep | other } else { deep & other };
    }
    let plan = plan(&inbox(deep & AnyMailbox::seen.eq(true) & AnyMailbox::size.lt(9)), Purpose::Select);
    assert!(plan.upper.depth() <= 92, "{}", plan.upper.depth());
}
