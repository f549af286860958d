//! Our side: mailboxes as `mailboxes!` declares them, and as models.

use std::{fmt::Write, path::Path};

pub(crate) fn manifest(repository: &Path) -> String {
    format!("imap-dal = {{ path = {:?} }}", repository.join("imap-dal"))
}

/// Every mailbox has all columns; the macro writes them.
pub(crate) fn mailboxes(mailboxes: usize, queries: usize) -> String {
    let mut source = String::from("use imap_dal::{Result, jiff::Zoned, prelude::*};\n\nmailboxes! {\n");
    for n in 0..mailboxes {
        let _ = writeln!(source, "    pub Mailbox{n} => \"Mailbox {n}\";");
    }
    source.push_str("}\n");
    source + &self::queries(mailboxes, queries)
}

/// Every model has all columns too, and a field for each of those that Diesel's tables have.
pub(crate) fn models(mailboxes: usize, queries: usize) -> String {
    let mut source = String::from("use imap_dal::{Result, jiff::Zoned, prelude::*};\n");
    for n in 0..mailboxes {
        let _ = write!(
            source,
            r#"
#[derive(ImapModel)]
#[imap(mailbox = "Mailbox {n}")]
pub struct Mailbox{n} {{
    pub uid: Uid,
    pub answered: bool,
    pub created: Zoned,
    pub deleted: bool,
    pub draft: bool,
    pub flagged: bool,
    pub recent: bool,
    pub seen: bool,
    pub size: u64,
    pub subject: Option<String>,
    pub sender: Option<String>,
    pub to: Option<String>,
    pub cc: Option<String>,
    pub bcc: Option<String>,
    pub mime: Option<String>,
    pub encoding: Option<String>,
    pub content: Option<String>,
}}
"#
        );
    }
    source + &self::queries(mailboxes, queries)
}

fn queries(mailboxes: usize, queries: usize) -> String {
    let mut source = String::new();
    for n in 0..queries {
        let (mailbox, size) = (format!("Mailbox{}", n % mailboxes), 1_000 + n);
        let _ = write!(
            source,
            r#"
pub fn query_{n}(dal: &Dal) -> Result<Vec<(Uid, Option<String>, Zoned)>> {{
    {mailbox}::filter({mailbox}::seen.eq(false) & {mailbox}::size.lt({size}) & {mailbox}::subject.contains("{n}"))
        .order_by({mailbox}::created.desc())
        .select(({mailbox}::uid, {mailbox}::subject, {mailbox}::created))
        .limit(10)
        .load(dal)
}}
"#
        );
    }
    source
}
