//! Servers with mail that tests know, and the binary run on them.

use imap_dal::prelude::*;
use imap_dal_embedded::{EmbeddedServer, StoredMessage};
use std::{
    env, process,
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// An account and a mailbox of one's own in it.
pub(crate) struct Given {
    pub(crate) url: String,
    /// As SQL writes it.
    pub(crate) mailbox: String,
    pub(crate) name: String,
    pub(crate) server: Option<EmbeddedServer>,
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The letters of the mailbox, by uid: 1 read and small, 2 unread and large, 3 unread, from a list, with a PDF.
pub(crate) fn letters() -> [NewMessage; 3] {
    let at = |text: &str| text.parse::<imap_dal::jiff::Zoned>().expect("a date");
    [
        NewMessage::new()
            .sender(Address { name: Some("Ann Smith".to_owned()), email: "ann@example.org".to_owned() })
            .to(["you@example.org"])
            .subject("Grüße, \"Köln\"")
            .text("hello\n")
            .created(at("2026-01-05T10:00:00+01:00[+01:00]"))
            .seen(true),
        NewMessage::new()
            .sender("gumby@example.com")
            .to(["you@example.org"])
            .subject("My brain hurts")
            .text("x".repeat(9_000))
            .created(at("2026-02-05T10:00:00+01:00[+01:00]")),
        NewMessage::new()
            .sender("news@example.net")
            .to(["you@example.org", "bob@example.org"])
            .subject("Issue 7")
            .text("news")
            .header("List-Id", "<news.example.net>")
            .attachment("issue.pdf", "application/pdf", "%PDF")
            .keyword("$Paid")
            .created(at("2026-03-05T10:00:00+01:00[+01:00]")),
    ]
}

/// Runs `test` on the embedded server, and on the server of the environment.
pub(crate) fn on_each(test: impl Fn(&Given)) {
    let server = EmbeddedServer::builder().user("alice", "wonderland").start().expect("a port");
    let url = server.url().to_owned();
    test(&Given::of(url, Some(server)));
    if let Ok(url) = env::var("IMAP_DAL_URL") {
        test(&Given::of(url, None));
    }
}

/// An embedded server with these mailboxes.
pub(crate) fn embedded<'a>(mailboxes: impl IntoIterator<Item = (&'a str, Vec<StoredMessage>)>) -> Given {
    let mut builder = EmbeddedServer::builder().user("alice", "wonderland");
    for (name, messages) in mailboxes {
        builder = builder.mailbox(name, messages);
    }
    let server = builder.start().expect("a port");
    Given { url: server.url().to_owned(), mailbox: "INBOX".to_owned(), name: "INBOX".to_owned(), server: Some(server) }
}

impl Given {
    fn of(url: String, server: Option<EmbeddedServer>) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        // Courier keeps everything below INBOX.
        let is_courier = server.is_none() && env::var("IMAP_DAL_SERVER").is_ok_and(|name| name == "courier");
        let below = if is_courier { "INBOX." } else { "" };
        let name = format!("{below}Of CLI {} {}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dal = Dal::connect(&url).expect("a server");
        dal.connection().and_then(|connection| connection.with_imap(|imap| imap.create(&name))).expect("a mailbox");
        for letter in letters() {
            AnyMailbox::in_mailbox(&name).insert(letter).execute(&dal).expect("a letter");
        }
        Given { url, mailbox: format!("\"{name}\""), name, server }
    }

    /// Runs `imap-dal` with these arguments, on this account.
    pub(crate) fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Said {
        run(Some(&self.url), arguments)
    }

    /// Runs `imap-dal sql` with `MAILBOX` in the statement replaced.
    pub(crate) fn sql<const N: usize>(&self, statement: &str, options: [&str; N]) -> Said {
        let statement = statement.replace("MAILBOX", &self.mailbox);
        self.run(["sql", &statement].into_iter().chain(options))
    }

    /// The lines of CSV that a statement gives, without the heading.
    pub(crate) fn rows(&self, statement: &str) -> Vec<String> {
        let said = self.sql(statement, ["--csv"]);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{statement}");
        said.out.lines().skip(1).map(str::to_owned).collect()
    }

    /// The uids that a condition selects.
    pub(crate) fn uids(&self, condition: &str) -> Vec<String> {
        self.rows(&format!("SELECT uid FROM MAILBOX WHERE {condition}"))
    }
}

/// Runs `imap-dal` with these arguments; its environment names `url` only.
pub(crate) fn run<'a>(url: Option<&str>, arguments: impl IntoIterator<Item = &'a str>) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imap-dal"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["IMAP_DAL_URL", "IMAP_DAL_PASSWORD", "IMAP_DAL_CA"] {
        command.env_remove(name);
    }
    if let Some(url) = url {
        command.env("IMAP_DAL_URL", url);
    }
    Said::of(command.output().expect("the binary runs"))
}

impl Said {
    pub(crate) fn of(output: Output) -> Self {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}
