//! What tests and fuzzing share: framing in reads of any size, walking through all of a response, and commands as a
//! server reads them, with a lexer that shares nothing with the encoder.

use super::{Framer, Item, Limits, Response, WireError, command::Encoded, parse};

/// All responses of `bytes` when they arrive in reads of the sizes given (the last one repeats), and what ended them.
pub(crate) fn framed(bytes: &[u8], reads: &[usize], limits: Limits) -> (Vec<Vec<u8>>, Option<WireError>) {
    let mut framer = Framer::new(limits);
    let mut sizes = reads.iter().copied().chain(std::iter::repeat(reads.last().copied().unwrap_or(bytes.len().max(1))));
    let mut rest = bytes;
    let mut responses = Vec::new();
    loop {
        match framer.advance() {
            Ok(true) => responses.push(framer.response().to_vec()),
            Ok(false) if rest.is_empty() => return (responses, None),
            Ok(false) => {
                let space = framer.space();
                let n = sizes.next().unwrap_or(1).max(1).min(rest.len()).min(space.len());
                let (now, later) = rest.split_at(n);
                space[..n].copy_from_slice(now);
                framer.received(n);
                rest = later;
            }
            Err(error) => return (responses, Some(error)),
        }
    }
}

/// Parses `response` and walks through everything it borrows.
pub(crate) fn exhaust(response: &[u8]) {
    match parse(response, &Limits::default()) {
        Ok(Response::Fetch(fetch)) => {
            // Every item consumes at least one octet, or the iteration would not end.
            assert!(fetch.items.clone().count() <= response.len());
            for item in fetch.items.flatten() {
                match item {
                    Item::Structure(structure) => assert!(structure.leaves().count() <= response.len()),
                    Item::Flags(flags) => assert!(flags.count() <= response.len()),
                    Item::Body { section, .. } => assert!(section.fields.count() <= response.len()),
                    _ => {}
                }
            }
        }
        Ok(Response::Search(numbers) | Response::Sort(numbers)) => assert!(numbers.count() <= response.len()),
        Ok(Response::List(list)) => {
            assert!(list.attributes.count() <= response.len() && list.name.decoded().len() <= 3 * response.len());
        }
        Ok(other) => assert!(!format!("{other:?}").is_empty()),
        Err(error) => assert!(!error.to_string().contains(char::is_control)),
    }
}

/// What a server makes of the octets it gets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Atom(String),
    Text(Vec<u8>),
    Open,
    Close,
}

/// Lexes all commands of what was sent, strictly as RFC 9051 says, and checks that the client waits exactly where a
/// synchronising literal makes it wait.
pub(crate) fn lex(encoded: &Encoded) -> Vec<Vec<Token>> {
    let sent = encoded.octets().concat();
    let mut waits: Vec<usize> = Vec::new();
    let mut commands = Vec::new();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < sent.len() {
        match sent[at] {
            b' ' => at += 1,
            b'\r' => {
                assert_eq!(sent.get(at + 1), Some(&b'\n'), "a bare CR");
                commands.push(std::mem::take(&mut tokens));
                at += 2;
            }
            b'(' => {
                tokens.push(Token::Open);
                at += 1;
            }
            b')' => {
                tokens.push(Token::Close);
                at += 1;
            }
            b'"' => {
                let mut value = Vec::new();
                at += 1;
                while sent[at] != b'"' {
                    if sent[at] == b'\\' {
                        at += 1;
                        assert!(matches!(sent[at], b'"' | b'\\'), "a bad escape");
                    }
                    assert!((0x20..0x7f).contains(&sent[at]), "not printable in quotes");
                    value.push(sent[at]);
                    at += 1;
                }
                at += 1;
                tokens.push(Token::Text(value));
            }
            b'{' => {
                let close = at + sent[at..].iter().position(|&b| b == b'}').expect("a closing brace");
                let inside = std::str::from_utf8(&sent[at + 1..close]).expect("ASCII");
                let size: usize = inside.trim_end_matches('+').parse().expect("a size");
                assert_eq!(&sent[close + 1..close + 3], b"\r\n");
                let start = close + 3;
                if !inside.ends_with('+') {
                    waits.push(start);
                }
                tokens.push(Token::Text(sent[start..start + size].to_vec()));
                at = start + size;
            }
            _ => {
                let end = at + sent[at..].iter().position(|b| b" ()\"{\r\n".contains(b)).expect("an end");
                let word = &sent[at..end];
                assert!(word.iter().all(|byte| (0x21..0x7f).contains(byte)), "not printable in an atom: {word:?}");
                tokens.push(Token::Atom(String::from_utf8(word.to_vec()).expect("ASCII")));
                at = end;
            }
        }
    }
    assert_eq!(tokens, [], "the last command does not end");
    let ends = encoded.octets().into_iter().scan(0, |sum, chunk| {
        *sum += chunk.len();
        Some(*sum)
    });
    waits.push(sent.len());
    assert_eq!(ends.collect::<Vec<_>>(), waits, "waits where no literal was announced");
    commands
}
