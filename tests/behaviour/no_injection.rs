//! No text value becomes a command, or leaves its argument: random values, the proxy's transcript, and a reader of
//! commands that shares nothing with what wrote them.

use crate::given::{Given, refused};
use imap_dal::{Error, prelude::*};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{
    collections::BTreeSet,
    time::{SystemTime, UNIX_EPOCH},
};

type M = AnyMailbox;

/// A token of a command (RFC 9051 section 9).
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Atom(String),
    /// Quoted or literal.
    Text(String),
    Open,
    Close,
}

/// The tokens of a whole command; `Err` says what is no command.
fn tokens(command: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = command;
    let mut brackets = 0_usize;
    while let Some(first) = rest.chars().next() {
        let tail = &rest[first.len_utf8()..];
        match first {
            ' ' => rest = tail,
            '(' => {
                tokens.push(Token::Open);
                rest = tail;
            }
            ')' => {
                tokens.push(Token::Close);
                rest = tail;
            }
            '"' => {
                let (text, after) = quoted(tail)?;
                tokens.push(Token::Text(text));
                rest = after;
            }
            '{' => {
                let (text, after) = literal(tail)?;
                tokens.push(Token::Text(text));
                rest = after;
            }
            _ => {
                let mut end = rest.len();
                for (at, c) in rest.char_indices() {
                    match c {
                        '[' => brackets += 1,
                        ']' => brackets = brackets.saturating_sub(1),
                        ' ' | '(' | ')' | '"' | '{' if brackets == 0 => {
                            end = at;
                            break;
                        }
                        c if c.is_control() || !c.is_ascii() => return Err(format!("{c:?} in an atom of {command:?}")),
                        _ => {}
                    }
                }
                tokens.push(Token::Atom(rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
    }
    Ok(tokens)
}

fn quoted(rest: &str) -> Result<(String, &str), String> {
    let mut text = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Ok((text, &rest[at + 1..])),
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                other => return Err(format!("{other:?} is escaped in {rest:?}")),
            },
            '\r' | '\n' | '\0' => return Err(format!("{c:?} in a quoted string: {rest:?}")),
            c if !c.is_ascii() => return Err(format!("{c:?} in a quoted string, which has 7 bits: {rest:?}")),
            c => text.push(c),
        }
    }
    Err(format!("a quoted string without an end: {rest:?}"))
}

fn literal(rest: &str) -> Result<(String, &str), String> {
    let (announced, tail) = rest.split_once("}\r\n").ok_or_else(|| format!("no literal: {rest:?}"))?;
    let length: usize = announced.trim_end_matches('+').parse().map_err(|_| format!("no length: {rest:?}"))?;
    let text = tail.get(..length).ok_or_else(|| format!("a literal shorter than {length}: {rest:?}"))?;
    Ok((text.to_owned(), &tail[length..]))
}

/// Everything that the engine says of its own accord in these queries.
const WORDS: &str = "EXAMINE UID SEARCH FETCH RETURN SAVE ALL COUNT MIN $ 1:* CHARSET UTF-8 NOT OR SUBJECT FROM TO CC BODY TEXT \
                     HEADER KEYWORD UNKEYWORD FLAGS BODYSTRUCTURE RFC822.SIZE Subject To Cc From X-Odd Message-ID \
                     References";

fn is_known(token: &Token, value: &str) -> bool {
    match token {
        Token::Atom(word) => {
            WORDS.split_ascii_whitespace().any(|known| known == word)
                || word == "BODY.PEEK[HEADER.FIELDS"
                || word.starts_with("BODY.PEEK[")
                || word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b':'))
                || word == value
        }
        Token::Text(_) | Token::Open | Token::Close => true,
    }
}

fn condition(shape: usize, value: &str) -> Expr<M> {
    match shape {
        0 => M::subject.contains(value),
        1 => M::subject.eq(value),
        2 => M::sender.contains(value),
        3 => M::header("X-Odd").starts_with(value),
        4 => M::content.contains(value),
        5 => M::text.contains(value),
        6 => M::message_id.eq(value),
        7 => !M::to.eq(value) | M::cc.contains(value),
        8 => M::keywords.contains(value),
        9 => M::subject.like(value) & M::header("X-Odd").contains(value),
        _ => M::references.contains(value),
    }
}

const SHAPES: usize = 11;

/// Whether these commands are one search, unless all messages count or all are read here, perhaps for what is certain as well, and perhaps the fetch of what it found,
/// of parts in a second one.
fn is_a_query(commands: &[String]) -> bool {
    let verbs = commands.iter().map(|command| match command.split_once(' ') {
        Some(("EXAMINE", _)) => 'E',
        Some(("UID", rest)) if rest.starts_with("SEARCH ") => 'S',
        Some(("UID", rest)) if rest.starts_with("FETCH ") => 'F',
        _ => '?',
    });
    let verbs: String = verbs.collect();
    ["", "E", "EF", "EFF", "EEF", "EEFF", "ES", "ESS", "ESF", "ESFF", "ESEF", "ESEFF", "ESSEF", "ESSEFF"]
        .contains(&verbs.as_str())
}

/// Text of all characters, with those that mean something to IMAP more often.
fn values() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[\\PC]{0,6}".boxed(),
        3 => "[\\\\\"(){}%*\\]\\[ $&~+]{1,4}".boxed(),
        1 => "[\r\n\t\u{1}\u{7f}]{1,2}".boxed(),
        1 => Just("\r\nA1 DELETE INBOX\r\n".to_owned()).boxed(),
        1 => "\\{[0-9]{1,2}\\+?\\}(\r\n)?".boxed(),
        1 => Just("\" ALL OR SEEN \"".to_owned()).boxed(),
        1 => "[a-z]{1,12}".boxed(),
    ];
    proptest::collection::vec(pieces, 1..5).prop_map(|pieces| pieces.concat())
}

/// `IMAP_DAL_SEED` repeats a run.
fn runner(cases: u32) -> (u64, TestRunner) {
    let given = std::env::var("IMAP_DAL_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
    let seed: u64 = given.unwrap_or_else(now);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    (seed, TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)))
}

#[test]
fn no_value_of_a_condition_becomes_a_command() {
    let given = Given::subjects("injection", &["one", "harmless"]);
    for hidden in [&[][..], &["LITERAL+", "ESEARCH", "SEARCHRES"]] {
        let (dal, proxy) = given.through(given.proxy().hide(hidden.iter().copied()));
        let (seed, mut runner) = runner(300);
        let result = runner.run(&(0..SHAPES, values()), |(shape, value)| {
            proxy.reset();
            let answer = given.source().filter(condition(shape, &value)).count(&dal);
            let commands = proxy.commands();
            match answer {
                Ok(count) => prop_assert!(count <= 2),
                Err(Error::InvalidInput { .. }) => prop_assert!(commands.is_empty(), "{commands:?}"),
                Err(other) => return Err(TestCaseError::fail(format!("{other:?}: {commands:?}"))),
            }
            prop_assert!(is_a_query(&commands), "{commands:?}");
            for command in &commands {
                let tokens = tokens(command).map_err(TestCaseError::fail)?;
                let stray: Vec<&Token> = tokens.iter().skip(2).filter(|token| !is_known(token, &value)).collect();
                prop_assert!(stray.is_empty(), "{stray:?} in {command:?}");
                let opened = tokens.iter().filter(|token| **token == Token::Open).count();
                prop_assert_eq!(opened, tokens.iter().filter(|token| **token == Token::Close).count());
            }
            Ok(())
        });
        assert!(result.is_ok(), "IMAP_DAL_SEED={seed}: {}", result.unwrap_err());
        assert_eq!(given.source().all().count(&dal).unwrap(), 2);
        assert_eq!(proxy.connections(), 1);
    }
}

#[test]
fn what_is_contained_is_asked_for_as_it_is() {
    let given = Given::subjects("asked", &["one"]);
    let (dal, proxy) = given.through(given.proxy());
    let (seed, mut runner) = runner(100);
    let plain = "[a-z\\\\\"(){}%*\\]\\[$&~+äß語]{1,12}";
    let result = runner.run(&plain, |value| {
        proxy.reset();
        given.source().filter(M::subject.contains(value.as_str())).count(&dal).unwrap();
        let commands = proxy.commands();
        let [_, search] = &commands[..] else { return Err(TestCaseError::fail(format!("{commands:?}"))) };
        let mut tokens = tokens(search).map_err(TestCaseError::fail)?;
        if !value.is_ascii() {
            let charset: Vec<Token> = tokens.drain(6..8).collect();
            prop_assert_eq!(charset, ["CHARSET", "UTF-8"].map(|word| Token::Atom(word.to_owned())));
        }
        let last = tokens.pop();
        prop_assert!(last == Some(Token::Text(value.clone())) || last == Some(Token::Atom(value)), "{search:?}");
        let shape = ["UID", "SEARCH", "RETURN", "(", "COUNT", ")", "SUBJECT"].map(|word| match word {
            "(" => Token::Open,
            ")" => Token::Close,
            word => Token::Atom(word.to_owned()),
        });
        prop_assert_eq!(tokens, shape);
        Ok(())
    });
    assert!(result.is_ok(), "IMAP_DAL_SEED={seed}: {}", result.unwrap_err());
}

#[test]
fn no_name_of_a_mailbox_becomes_a_command() {
    let given = Given::subjects("names", &["one"]);
    let (dal, proxy) = given.through(given.proxy());
    let (seed, mut runner) = runner(200);
    let known: BTreeSet<String> = dal.mailboxes().unwrap().iter().map(|mailbox| mailbox.name().to_owned()).collect();
    let result = runner.run(&values(), |name| {
        prop_assume!(!known.contains(&name));
        proxy.reset();
        let error = refused(M::in_mailbox(&name).all().count(&dal));
        let commands = proxy.commands();
        match &error {
            Error::InvalidInput { .. } => {}
            Error::MailboxNotFound { mailbox, .. } => prop_assert_eq!(&**mailbox, name.as_str()),
            Error::No { command: "EXAMINE", .. } | Error::Bad { command: "EXAMINE", .. } => {}
            other => return Err(TestCaseError::fail(format!("{other:?}: {commands:?}"))),
        }
        for command in commands.iter().filter(|command| command.starts_with("EXAMINE")) {
            let tokens = tokens(command).map_err(TestCaseError::fail)?;
            prop_assert_eq!(tokens.len(), 2, "{:?}", command);
        }
        // A server hangs up after twenty commands in a row that it does not like: then there is a sign-in.
        let known = ["EXAMINE", "LIST \"\" ", "LOGOUT", "LOGIN", "CAPABILITY"];
        let is_known = |command: &&String| known.iter().any(|known| command.starts_with(known));
        prop_assert!(commands.iter().all(|command| is_known(&command)), "{commands:?}");
        Ok(())
    });
    assert!(result.is_ok(), "IMAP_DAL_SEED={seed}: {}", result.unwrap_err());
    assert_eq!(given.source().all().count(&dal).unwrap(), 1);
}

#[test]
fn the_reader_of_commands_reads() {
    let text = |text: &str| Token::Text(text.to_owned());
    let atom = |text: &str| Token::Atom(text.to_owned());
    let read = tokens("UID SEARCH (SUBJECT \"a \\\"b\\\\\") {3+}\r\nx\r\n FETCH BODY.PEEK[HEADER.FIELDS (A B)]");
    let expected = vec![
        atom("UID"),
        atom("SEARCH"),
        Token::Open,
        atom("SUBJECT"),
        text("a \"b\\"),
        Token::Close,
        text("x\r\n"),
        atom("FETCH"),
        atom("BODY.PEEK[HEADER.FIELDS (A B)]"),
    ];
    assert_eq!(read, Ok(expected));
    for broken in ["\"a", "\"a\\x\"", "\"a\r\nb\"", "\"ä\"", "{5}\r\nabc", "{x}\r\nabc", "ä", "a\r\nb"] {
        assert!(tokens(broken).is_err(), "{broken:?}");
    }
}
