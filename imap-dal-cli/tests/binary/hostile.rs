//! Mail that wants to draw on the terminal, and terminals that go away.

use crate::given::embedded;
use imap_dal_embedded::StoredMessage;
use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

const HOSTILE: &str = "Subject: =?utf-8?Q?a=1B[2J=E2=80=AEb=C2=9Bc=00?=\r\n\
                       From: \"=?utf-8?Q?x=1B]0;pwned=07?=\" <a@example.org>\r\n\r\n\u{1b}[31mred\r\nand \"more\"\r\n";

#[test]
fn nothing_from_mail_draws() {
    let name = "Work\u{202e}";
    let given = embedded([("INBOX", vec![StoredMessage::new(HOSTILE)]), (name, vec![])]);
    for format in ["table", "csv", "json"] {
        let mut said = given.sql("SELECT subject, sender, content, email, preview FROM INBOX", ["--format", format]);
        said.out += &given.run(["mailboxes", "--format", format]).out;
        said.out += &given.sql("DELETE FROM INBOX WHERE uid = 1", ["--dry-run"]).out;
        said.err += &given.sql("SELECT \u{1b}[31m FROM INBOX", []).err;
        said.err += &given.sql("SELECT uid FROM \"x\u{1b}[31m\u{202e}\"", []).err;
        for text in [&said.out, &said.err] {
            let is_safe = |c: char| {
                matches!(c, '\n' | '\r' | '\t') || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
            };
            assert!(text.chars().all(is_safe), "{format}: {text:?}");
        }
        assert!(said.out.contains("pwned"), "{format}: {}", said.out);
    }
    let said = given.sql("SELECT subject, content FROM INBOX", ["--json"]);
    let row: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert!(row["subject"].as_str().is_some_and(|text| text.starts_with("a\u{1b}[2J\u{202e}b")), "{row}");
    assert_eq!(row["content"][0]["text"], "\u{1b}[31mred\nand \"more\"\n");
}

/// What is no text goes out as what it is, in the forms that programs read.
#[test]
fn a_message_that_is_no_utf_8_comes_whole() {
    let message = b"Subject: x\r\n\r\ncaf\xe9 \x1b[31m \xff\r\n".to_vec();
    let base64 = "U3ViamVjdDogeA0KDQpjYWbpIBtbMzFtIP8NCg==";
    let given = embedded([("INBOX", vec![StoredMessage::new(message.clone())])]);
    let statement = "SELECT email FROM INBOX";
    let table = given.sql(statement, []);
    assert_eq!((table.code, table.out), (0, format!("email\n---------\n{} octets\n", message.len())), "{}", table.err);
    assert_eq!(given.sql(statement, ["--csv"]).out, format!("email\r\nbase64:{base64}\r\n"));
    assert_eq!(given.sql(statement, ["--json"]).out, format!("{{\"email\":{{\"base64\":\"{base64}\"}}}}\n"));
}

/// Header names and keywords come from whoever writes the statement, and go back to a terminal.
#[test]
fn names_do_not_draw() {
    let given = embedded([("INBOX", vec![StoredMessage::new("Subject: x\r\n\r\n")])]);
    for format in ["table", "csv", "json"] {
        let said = given.sql("SELECT subject AS \"a\u{1b}[2J\u{202e}b\" FROM INBOX", ["--format", format]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(!said.out.contains(['\u{1b}', '\u{202e}']), "{format}: {:?}", said.out);
    }
    for name in ["header.\"X\u{1b}[2J\"", "keyword.\"k\u{7}\"", "\"c\u{9b}\""] {
        let said = given.sql(&format!("SELECT {name} FROM INBOX"), []);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(!said.err.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{:?}", said.err);
    }
}

#[test]
fn a_value_stays_a_value() {
    let given = embedded([("INBOX", vec![StoredMessage::new("Subject: x\r\n\r\n")])]);
    for text in ["x\" UID EXPUNGE 1", "x)\r\nA1 DELETE INBOX\r\n", "\\", "%", "é\u{0}"] {
        given.sql(
            &format!("SELECT uid FROM INBOX WHERE subject = '{text}' OR contains(subject, '{text}')").replace('\0', ""),
            [],
        );
    }
    let server = given.server.as_ref().expect("the embedded server");
    assert!(server.transcript().iter().all(|command| !["DELETE", "UID EXPUNGE"].contains(&command.name.as_str())));
    assert_eq!(server.mailbox("INBOX").map(|inbox| inbox.uids()), Some(vec![1]));
}

#[test]
fn a_closed_pipe_ends_it_without_a_word() {
    let mail = (0..3_000).map(|n| StoredMessage::new(format!("Subject: {n}\r\n\r\n"))).collect();
    let given = embedded([("INBOX", mail)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_imap-dal"))
        .args(["sql", "SELECT uid, subject FROM INBOX", "--csv"])
        .env("IMAP_DAL_URL", &given.url)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut first = String::new();
    let mut out = BufReader::with_capacity(16, child.stdout.take().expect("piped"));
    out.read_line(&mut first).expect("a line");
    drop(out);
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("UTF-8");
    assert_eq!((first.as_str(), err.as_str()), ("uid,subject\r\n", ""));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
