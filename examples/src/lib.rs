//! What the examples share: the account they run on, and tables a person can read.
#![allow(clippy::print_stdout)]

use imap_dal::{Dal, display::shortened, jiff::Zoned};
use imap_dal_embedded::{EmbeddedServer, StoredMessage, samples::samples};
use std::{env, error::Error, fs, path::Path};

/// The mailboxes of the embedded server, and how many messages each has.
const MAILBOXES: [(&str, usize); 7] =
    [("INBOX", 300), ("Sent", 40), ("Archive", 25), ("Drafts", 3), ("Junk", 12), ("Trash", 0), ("Projects/Alpha", 20)];

/// Connects to the account in `IMAP_DAL_URL`, trusting the authority in the file `IMAP_DAL_CA` as well; without
/// `IMAP_DAL_URL` to an embedded server with made-up mail, which stops when it is dropped.
///
/// # Errors
/// Those of [`Dal::connect`]; what the operating system says of the embedded server's port.
pub fn connect() -> Result<(Option<EmbeddedServer>, Dal), Box<dyn Error>> {
    let Ok(url) = env::var("IMAP_DAL_URL") else {
        let server = embedded()?;
        let dal = Dal::connect(server.url())?;
        return Ok((Some(server), dal));
    };
    let mut builder = Dal::builder(&url);
    if let Ok(authority) = env::var("IMAP_DAL_CA") {
        builder = builder.root_certificate(authority);
    }
    Ok((None, builder.connect()?))
}

fn embedded() -> Result<EmbeddedServer, Box<dyn Error>> {
    let now = Zoned::now();
    let mut builder = EmbeddedServer::builder().user("alice", "secret");
    for (seed, (mailbox, count)) in (1..).zip(MAILBOXES) {
        builder = builder.mailbox(mailbox, samples(seed, count, &now));
    }
    let server = builder.start()?;
    let messages: usize = MAILBOXES.iter().map(|(_, count)| count).sum();
    println!("IMAP_DAL_URL is not set, so this runs on an embedded server with {messages} made-up messages.\n");
    Ok(server)
}

/// The server of the guide in `docs/`: four messages in INBOX, and empty mailboxes Archive, Sent and Trash.
///
/// # Errors
/// Those of [`Dal::connect`]; what the operating system says of the embedded server's port.
pub fn guide() -> Result<(EmbeddedServer, Dal), Box<dyn Error>> {
    let message = |head: &str, body: &str, day: &str| -> Result<StoredMessage, Box<dyn Error>> {
        let text = format!("To: you@example.org\r\n{head}\r\n\r\n{body}\r\n");
        Ok(StoredMessage::new(text).internal_date(format!("{day}T09:00:00Z").parse()?))
    };
    let invoice = "From: billing@example.com\r\nSubject: Invoice 4711\r\nMIME-Version: 1.0\r\n\
                   Content-Type: multipart/mixed; boundary=b";
    let parts = "--b\r\nContent-Type: text/plain\r\n\r\nPlease find it attached.\r\n\
                 --b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=invoice.pdf\r\n\r\n\
                 %PDF-1.7\r\n--b--";
    let inbox = [
        message("From: Ann Smith <ann@example.org>\r\nSubject: Lunch on Friday?", "At noon?", "2026-05-04")?
            .flags(["\\Seen"]),
        message("From: gumby@example.com\r\nSubject: My brain hurts", "It will have to come out.", "2026-05-05")?,
        message(
            "From: news@example.net\r\nSubject: Weekly news 17\r\nList-Id: <weekly.example.net>",
            "Nothing new.",
            "2026-05-06",
        )?
        .flags(["\\Seen"]),
        message(invoice, parts, "2026-05-07")?.flags(["$Paid"]),
    ];
    let mut builder = EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", inbox);
    for name in ["Archive", "Sent", "Trash"] {
        builder = builder.empty_mailbox(name);
    }
    let server = builder.start()?;
    let dal = Dal::connect(server.url())?;
    Ok((server, dal))
}

/// The block of text in a chapter of the guide that begins with `first`: what it shows, for its own tests to compare.
///
/// # Errors
/// What the operating system says of the file; a chapter without such a block.
pub fn shown_in(chapter: &str, first: &str) -> Result<String, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src").join(chapter);
    let text = fs::read_to_string(file)?;
    let mut blocks = text.split("```text\n").skip(1).filter_map(|block| Some(block.split_once("```")?.0));
    let block = blocks.find(|text| text.starts_with(first));
    Ok(block.ok_or_else(|| format!("{chapter} shows nothing that begins with {first:?}"))?.to_owned())
}

/// A table of text, each cell cut to the width of its column and escaped.
pub struct Table {
    columns: Vec<(&'static str, usize)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// `columns`: heading and greatest width in characters.
    pub fn new<const N: usize>(columns: [(&'static str, usize); N]) -> Self {
        Table { columns: columns.into(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [&dyn std::fmt::Display; N]) {
        let cells = cells.iter().zip(&self.columns).map(|(cell, (_, width))| shortened(&cell.to_string(), *width));
        self.rows.push(cells.collect());
    }

    /// Prints it to standard output; `(none)` where it has no rows.
    pub fn print(&self) {
        if self.rows.is_empty() {
            println!("  (none)\n");
            return;
        }
        let width = |n: usize, heading: &str| {
            let cells = self.rows.iter().map(|row| row[n].chars().count());
            cells.chain([heading.chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = self.columns.iter().enumerate().map(|(n, (heading, _))| width(n, heading)).collect();
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let cells = cells.zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        };
        line(&mut self.columns.iter().map(|(heading, _)| *heading));
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        line(&mut rules.iter().map(String::as_str));
        for row in &self.rows {
            line(&mut row.iter().map(String::as_str));
        }
        println!();
    }
}

/// The chapters of the guide and the README, whose code is compiled and run as documentation tests.
#[cfg(doctest)]
mod chapters {
    #[doc = include_str!("../../README.md")]
    mod readme {}
    #[doc = include_str!("../../docs/src/getting-started.md")]
    mod getting_started_chapter {}
    #[doc = include_str!("../../docs/src/models.md")]
    mod models_chapter {}
    #[doc = include_str!("../../docs/src/filters.md")]
    mod filters_chapter {}
    #[doc = include_str!("../../docs/src/exactness.md")]
    mod exactness_chapter {}
    #[doc = include_str!("../../docs/src/projection.md")]
    mod projection_chapter {}
    #[doc = include_str!("../../docs/src/changes.md")]
    mod changes_chapter {}
    #[doc = include_str!("../../docs/src/servers.md")]
    mod servers_chapter {}
    #[doc = include_str!("../../docs/src/testing.md")]
    mod testing_chapter {}
    #[doc = include_str!("../../docs/src/moving.md")]
    mod moving_chapter {}
    #[doc = include_str!("../../docs/src/async.md")]
    mod async_chapter {}
    #[doc = include_str!("../../docs/src/command-line.md")]
    mod command_line_chapter {}
    #[doc = include_str!("../../docs/src/design.md")]
    mod design_chapter {}
}
