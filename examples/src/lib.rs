//! What the examples share: the account they run on, and tables a person can read.
#![allow(clippy::print_stdout)]

use imap_dal::{Dal, Result, display::shortened};
use std::env;

/// Connects to the account in `IMAP_DAL_URL`, trusting the authority in the file `IMAP_DAL_CA` as well.
///
/// # Errors
/// Those of [`Dal::connect`]; without `IMAP_DAL_URL`, what to set.
pub fn connect() -> Result<Dal> {
    let Ok(url) = env::var("IMAP_DAL_URL") else {
        eprintln_hint();
        std::process::exit(2);
    };
    let mut builder = Dal::builder(&url);
    if let Ok(authority) = env::var("IMAP_DAL_CA") {
        builder = builder.root_certificate(authority);
    }
    builder.connect()
}

#[allow(clippy::print_stderr)]
fn eprintln_hint() {
    eprintln!(
        "set IMAP_DAL_URL to an account, as in imaps://user:password@mail.example.org, \
         or run this through tests/with-server dovecot -- .."
    );
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
