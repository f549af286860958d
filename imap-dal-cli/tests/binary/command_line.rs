//! Arguments, the account, the password, and what errors say.

use crate::given::{Said, embedded, run};
use imap_dal_embedded::{Capability, EmbeddedServer, Fault, StoredMessage};
use std::{
    env,
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

#[test]
fn mistakes_on_the_command_line_say_what_to_write() {
    for (arguments, named) in [
        (vec![], "no command is given"),
        (vec!["mailbox"], "did you mean `mailboxes`?"),
        (vec!["mailboxes", "--explan"], "did you mean --explain?"),
        (vec!["mailboxes", "--explain"], "`mailboxes` has no option --explain"),
        (vec!["sql"], "sql needs a statement"),
        (vec!["sql", "SELECT", "uid", "FROM", "INBOX"], "put it in quotes"),
        (vec!["mailboxes", "INBOX"], "leave it out"),
        (vec!["mailboxes", "--url", "imap.example.org"], "\n  write `imaps://user:password@host:port`"),
        (vec!["sql", "x", "--format", "xml"], "table, csv and json"),
        (vec!["sql", "x", "--explain", "--dry-run"], "exclude one another"),
        (vec!["check-schema"], "needs a file"),
        (vec!["check-schema", "/nonexistent"], "cannot be read"),
        (vec!["mailboxes"], "IMAP_DAL_URL"),
        (vec!["mailboxes", "--url", "imap://alice@127.0.0.1:1"], "IMAP_DAL_PASSWORD"),
        (vec!["mailboxes", "--url", "hunter2"], "imaps://user:password@host:port"),
    ] {
        let said = run(None, arguments.iter().copied());
        assert_ne!(said.code, 0, "{arguments:?}");
        assert!(said.err.contains(named), "{arguments:?}: {}", said.err);
        assert!(!said.err.contains("hunter2"), "{}", said.err);
    }
}

#[test]
fn help_names_every_command_and_every_column() {
    let said = run(None, ["--help"]);
    assert_eq!(said.code, 0);
    for command in ["mailboxes", "sql", "print-schema", "check-schema"] {
        assert!(said.out.contains(command), "{command}");
        let own = run(None, [command, "--help"]);
        assert!(own.code == 0 && own.out.contains(&format!("imap-dal {command}")), "{}", own.out);
    }
    let sql = run(None, ["sql", "--help"]).out;
    for column in ["thread_id", "reply_to", "created", "--dry-run", "--exact"] {
        assert!(sql.contains(column), "{column}");
    }
    for arguments in [["--version"], ["-V"], ["version"]] {
        assert!(run(None, arguments).out.starts_with("imap-dal "));
    }
    assert_eq!(run(None, ["help", "sql"]).out, sql);
    assert_eq!(run(None, ["help"]).out, run(None, ["--help"]).out);
}

#[test]
fn what_the_server_refuses_has_a_next_step() {
    let given = embedded([("INBOX", vec![])]);
    let said = given.sql("SELECT uid FROM \"Inbox 2\"", []);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("`imap-dal mailboxes`"), "{}", said.err);
    let said = run(Some(&given.url.replace("wonderland", "hunter2")), ["mailboxes"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("IMAP_DAL_PASSWORD") && !said.err.contains("hunter2"), "{}", said.err);
    let said = run(Some("imap://alice:hunter2@127.0.0.1:1"), ["mailboxes"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("check host and port") && !said.err.contains("hunter2"), "{}", said.err);
}

#[test]
fn a_mailbox_that_is_not_there_may_have_been_another() {
    let given = embedded([("INBOX", vec![]), ("Sent Items", vec![]), ("Projects/Alpha", vec![]), ("Äpfel", vec![])]);
    for (written, meant) in [
        ("\"sent items\"", "did you mean FROM \"Sent Items\"?"),
        ("SentItems", "did you mean FROM \"Sent Items\"?"),
        ("alpha", "did you mean FROM \"Projects/Alpha\"?"),
        ("äpfel", "did you mean FROM \"Äpfel\"?"),
        ("Nowhere", "`imap-dal mailboxes` lists those there are"),
        ("role('Junk')", "no mailbox has this role"),
    ] {
        let said = given.sql(&format!("SELECT uid FROM {written}"), []);
        assert_eq!(said.code, 3, "{written}");
        assert!(said.err.contains(meant), "{written}: {}", said.err);
    }
}

#[test]
fn a_server_that_takes_no_more_connections_is_left_alone() {
    let full = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .fault(Fault::at("LOGIN", 1).no("[LIMIT] Maximum number of connections").always())
        .fault(Fault::at("AUTHENTICATE", 1).no("[LIMIT] Maximum number of connections").always())
        .start()
        .expect("a port");
    let said = run(Some(full.url()), ["mailboxes"]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.err.contains("?pool_size=1") && !said.err.contains('`'), "{}", said.err);
}

#[test]
fn the_password_is_taken_from_the_environment_or_asked_for() {
    let password = "wönder@land: /%\"";
    let server = EmbeddedServer::builder().user("alice", password).start().expect("a port");
    let url = format!("imap://alice@{}", server.address());
    let binary = env!("CARGO_BIN_EXE_imap-dal");
    let output = Command::new(binary)
        .args(["mailboxes", "--csv", "--url", &url])
        .env("IMAP_DAL_PASSWORD", password)
        .output()
        .expect("the binary runs");
    let said = Said::of(output);
    assert_eq!(said.out, "mailbox,role,messages,unread\r\nINBOX,\"\",0,0\r\n", "{}", said.err);

    let terminal = on_a_terminal(&format!("'{binary}' mailboxes --url '{url}'"), &format!("{password}\n"));
    assert!(terminal.contains("Password for 127.0.0.1:") && terminal.contains("INBOX"), "{terminal:?}");
    assert!(!terminal.contains("land"), "the password was shown: {terminal:?}");
}

#[test]
fn an_access_token_may_stand_in_the_passwords_place() {
    let server = EmbeddedServer::builder()
        .user("alice@example.org", "ya29.token")
        .with(Capability::AuthOAuthBearer)
        .start()
        .expect("a port");
    let url = format!("imap://alice%40example.org;AUTH=OAUTHBEARER@{}?timeout=9", server.address());
    for (token, code) in [("ya29.token", 0), ("ya29.expired", 3)] {
        let said = Command::new(env!("CARGO_BIN_EXE_imap-dal"))
            .args(["mailboxes", "--url", &url])
            .env("IMAP_DAL_PASSWORD", token)
            .output()
            .map(Said::of)
            .expect("the binary runs");
        assert_eq!(said.code, code, "{}", said.err);
        assert!(!said.err.contains(token), "{}", said.err);
    }
    assert!(server.transcript().iter().any(|command| command.name == "AUTHENTICATE"));
}

#[test]
fn an_authority_is_trusted_where_it_is_named() {
    let (Ok(url), Ok(authority)) = (env::var("IMAP_DAL_TLS_URL"), env::var("IMAP_DAL_CA")) else { return };
    let untrusted = run(Some(&url), ["mailboxes"]);
    assert_eq!(untrusted.code, 3);
    assert!(untrusted.err.contains("--ca FILE"), "{}", untrusted.err);
    let plain = env::var("IMAP_DAL_URL").expect("beside the other").replace("imap://", "imaps://");
    let not_tls = run(Some(&plain), ["mailboxes"]);
    assert!(not_tls.code == 3 && not_tls.err.contains("secured by STARTTLS"), "{}", not_tls.err);
    let other_name = run(Some(&url.replace("localhost", "ip6-localhost")), ["mailboxes", "--ca", &authority]);
    assert_eq!(other_name.code, 3, "{}", other_name.out);
    let trusted = run(Some(&url), ["mailboxes", "--csv", "--ca", &authority]);
    assert_eq!(trusted.code, 0, "{}", trusted.err);
    assert!(trusted.out.contains("INBOX,"), "{}", trusted.out);
    for (file, named) in [("/nonexistent.pem", "/nonexistent.pem"), ("/dev/null", "/dev/null")] {
        let wrong = run(Some(&url), ["mailboxes", "--ca", file]);
        assert!(wrong.code != 0 && wrong.err.contains(named), "{} {}", wrong.code, wrong.err);
    }
}

#[test]
fn a_server_that_says_nothing_is_waited_for_as_long_as_told() {
    let given = embedded([("INBOX", vec![])]);
    let slow =
        EmbeddedServer::builder().user("alice", "wonderland").delay(Duration::from_secs(8)).start().expect("a port");
    let started = Instant::now();
    let said = run(Some(slow.url()), ["mailboxes", "--timeout", "1"]);
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("--timeout SECONDS"), "{}", said.err);
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    assert_eq!(given.run(["mailboxes", "--timeout", "20"]).code, 0);
    for word in ["0", "-1", "1.5", "soon", "99999999999"] {
        let said = given.run(["mailboxes", &format!("--timeout={word}")]);
        assert_eq!(said.code, 2, "{word}");
        assert!(said.err.contains("whole seconds") && said.err.contains(word), "{}", said.err);
    }
}

#[test]
fn long_work_shows_that_it_goes_on_where_a_terminal_is() {
    let mail = (0..300).map(|n| StoredMessage::new(format!("Subject: {n}\r\n\r\n{}", "x".repeat(500))));
    let server = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .mailbox("INBOX", mail)
        .delay(Duration::from_millis(200))
        .start()
        .expect("a port");
    let binary = env!("CARGO_BIN_EXE_imap-dal");
    let command = format!("'{binary}' sql 'SELECT email FROM INBOX' --csv --url '{}'", server.url());
    let terminal = on_a_terminal(&format!("{command} > /dev/null"), "");
    assert!(terminal.contains("of 300 messages read"), "{terminal:?}");
    assert!(terminal.trim_end().ends_with("\u{1b}[K"), "the line is not removed: {terminal:?}");
    let quiet = run(Some(server.url()), ["sql", "SELECT email FROM INBOX", "--csv"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let command = format!("'{binary}' sql 'UPDATE INBOX SET seen = true' --all --url '{}'", server.url());
    let terminal = on_a_terminal(&command, "");
    let (before, after) = terminal.rsplit_once("\u{1b}[K").expect("the line is removed");
    assert!(before.contains("changing their flags, 0 s"), "{terminal:?}");
    assert!(after.contains("300") && !before.contains("300"), "{terminal:?}");
}

/// Runs a shell command on a terminal of its own and gives what was seen there.
fn on_a_terminal(command: &str, typed: &str) -> String {
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .env_remove("IMAP_DAL_URL")
        .env_remove("IMAP_DAL_PASSWORD")
        .env_remove("IMAP_DAL_CA")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script, of bsdutils");
    let mut stdin = child.stdin.take().expect("piped");
    // Typed once it is asked for: what comes sooner is echoed.
    std::thread::sleep(Duration::from_secs(2));
    stdin.write_all(typed.as_bytes()).expect("it listens");
    let output = child.wait_with_output().expect("it ends");
    drop(stdin);
    String::from_utf8_lossy(&output.stdout).into_owned()
}
