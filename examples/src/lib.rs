//! What the examples share: the account they run on, and tables a person can read.
#![allow(clippy::print_stdout)]

use imap_dal::{Dal, display::shortened, jiff::Zoned};
use imap_dal_embedded::{EmbeddedServer, samples::samples};
use std::{env, error::Error};

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
