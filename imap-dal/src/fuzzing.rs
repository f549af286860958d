//! What the targets under `fuzz/` call, and the replay of their corpora by plain tests: each function takes any octets
//! and panics where a law is broken. Not part of the crate's interface; it exists for `cargo fuzz` and tests only.

use crate::{
    AnyMailbox as M, Dal, Error, Limits, NewMessage, Result,
    connection::Scripts,
    row::testing::{read_all, row_of_header, row_of_message},
    wire::{
        Command, Literals, Payload, SequenceSet,
        testing::{Token, exhaust, framed, lex},
    },
};
use std::time::Duration;

/// What a fuzzer makes of a password: it must never show.
const SECRET: &str = "hunter2";

/// The stream of a server: framing does not depend on how it is cut into reads, and every response can be walked through.
///
/// # Panics
/// Where that is not so.
pub fn response(octets: &[u8]) {
    let Some((read, stream)) = octets.split_first() else { return };
    let limits = Limits { line: 4_096, literal: 4_096, response: 16_384, nesting: 16, ..Limits::default() };
    let (whole, error) = framed(stream, &[], limits);
    let (cut, cut_error) = framed(stream, &[usize::from(*read % 7) + 1, usize::from(*read)], limits);
    assert_eq!((&whole, error.is_some()), (&cut, cut_error.is_some()));
    whole.iter().for_each(|response| exhaust(response));
}

/// A whole connection, from the greeting on: whatever the server says, the query ends, and its error shows neither the
/// password nor a control character.
///
/// # Panics
/// Where that is not so.
pub fn connection(octets: &[u8]) {
    let Some((query, script)) = octets.split_first() else { return };
    let limits = Limits::default().line(65_536).literal(65_536).response(262_144).waiting(524_288);
    let outcome = Dal::builder(&format!("imap://alice:{SECRET}@server.example"))
        .timeout(Duration::from_secs(60))
        .limits(limits)
        .scripts(Scripts::new(script))
        .pool_size(1)
        .connect()
        .and_then(|dal| ask(*query, &dal));
    if let Err(error) = outcome {
        assert!(!matches!(error, Error::Busy {}), "a connection was not given back");
        let text = error.to_string();
        assert!(!text.contains(char::is_control), "{text:?}");
    }
}

fn ask(query: u8, dal: &Dal) -> Result<()> {
    let all = M::in_mailbox("INBOX").all();
    let some = M::in_mailbox("INBOX").filter(M::subject.ends_with("a") & M::seen.eq(false));
    match query % 17 {
        0 => all.select((M::uid, M::subject, M::seen)).load(dal).map(drop),
        1 => some.count(dal).map(drop),
        2 => all.order_by(M::size.desc()).limit(3).select((M::uid, M::size)).load(dal).map(drop),
        3 => all.order_by(M::subject.asc()).select(M::sender).stream(dal)?.try_for_each(|row| row.map(drop)),
        4 => all.select((M::content, M::attachments)).load(dal).map(drop),
        5 => all.select(M::email).first(dal).map(drop),
        6 => some.update((M::flagged.set(true), M::keywords.add("$a"))).execute(dal).map(drop),
        7 => some.delete().execute(dal).map(drop),
        8 => some.move_to("Archive").execute(dal).map(drop),
        9 => some.trash().execute(dal).map(drop),
        10 => M::in_mailbox("INBOX").insert(NewMessage::new().subject("x").text("y")).execute(dal).map(drop),
        11 => dal.mailboxes().map(drop),
        12 => some.exact().uids(dal).map(drop),
        13 => some.update(M::seen.set(true)).plan(dal).map(drop),
        14 => some.explain_analyze(dal).map(drop),
        15 => all.wait(dal, Duration::from_millis(2)).map(drop),
        _ => {
            for attachments in all.limit(2).select(M::attachments).load(dal)? {
                for info in attachments {
                    info.stream(dal, &mut std::io::sink())?;
                }
            }
            Ok(())
        }
    }
}

/// Arguments of any octets: what a server reads is what was given, and one command is sent and no other.
///
/// # Panics
/// Where that is not so.
pub fn command(octets: &[u8]) {
    let mut command = Command::new("UID SEARCH");
    let word = |word: &str| Token::Atom(word.to_owned());
    let mut expected = vec![word("A1"), word("UID"), word("SEARCH")];
    let mut open = 0;
    let mut pieces = octets.split(|octet| *octet == 0xff);
    let literals = match pieces.next().and_then(<[u8]>::first) {
        Some(b'+') => Literals::Plus,
        Some(b'-') => Literals::Minus,
        _ => Literals::Synchronizing,
    };
    for piece in pieces {
        let Some((kind, value)) = piece.split_first() else { continue };
        let text = String::from_utf8_lossy(value);
        match kind % 9 {
            0 => {
                command.astring(value);
                expected.push(Token::Text(value.to_vec()));
            }
            1 => {
                command.header_name(&text);
                let is_atom = |byte: u8| byte.is_ascii_graphic() && !b"(){%*\"\\]".contains(&byte);
                expected.push(if text.bytes().all(is_atom) && !text.eq_ignore_ascii_case("NIL") {
                    word(&text)
                } else {
                    Token::Text(value.to_vec())
                });
            }
            2 => {
                command.flag(&text);
                expected.push(word(&text));
            }
            3 => {
                command.literal(Payload::held(value.to_vec()));
                expected.push(Token::Text(value.to_vec()));
            }
            4 => {
                let set: SequenceSet = value.iter().map(|byte| u32::from(*byte) + 1).collect();
                command.set(&set);
                expected.push(word(&set.to_string()));
            }
            5 => {
                command.number(value.len() as u64);
                expected.push(word(&value.len().to_string()));
            }
            6 => {
                command.open();
                expected.push(Token::Open);
                open += 1;
            }
            7 if open > 0 => {
                command.close();
                expected.push(Token::Close);
                open -= 1;
            }
            _ => {
                command.raw_word(&text);
                expected.push(word(&text));
            }
        }
    }
    (0..open).for_each(|_| {
        command.close();
        expected.push(Token::Close);
    });
    assert!(!command.to_string().contains(char::is_control));
    if let Ok(encoded) = command.encode("A1", literals) {
        assert_eq!(lex(&encoded), [expected]);
    }
}

/// A header block, and a whole message: every column can be read from it.
///
/// # Panics
/// Where reading one does.
pub fn message(octets: &[u8]) {
    read_all(&row_of_header(octets));
    read_all(&row_of_message(octets));
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// Runs a target on every file of its corpus.
    fn replay(name: &str, target: fn(&[u8])) {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
        let files: Vec<_> = fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() >= 5, "{} has {} files", corpus.display(), files.len());
        for file in files {
            let octets = fs::read(&file).unwrap();
            target(&octets);
        }
    }

    #[test]
    fn responses() {
        replay("response", super::response);
    }

    #[test]
    fn connections() {
        replay("connection", super::connection);
    }

    #[test]
    fn commands() {
        replay("command", super::command);
    }

    #[test]
    fn messages() {
        replay("message", super::message);
    }
}
