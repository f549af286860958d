//! Columns of one's own: header fields and keywords by name, and values read into types of the program.
//!
//! It writes a message to the inbox of the account in `IMAP_DAL_URL`, and removes it; without one it runs on an embedded
//! server.
#![allow(clippy::print_stdout)]

use imap_dal::{Cell, Result, kind::HeaderText, prelude::*};
use imap_dal_examples::connect;
use std::{error::Error, str::FromStr};

/// How urgent a sender says it is: `X-Priority: 1 (Highest)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Priority {
    High,
    #[default]
    Normal,
    Low,
}

impl FromStr for Priority {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.trim_start().chars().next() {
            Some('1' | '2') => Ok(Priority::High),
            Some('3') => Ok(Priority::Normal),
            Some('4' | '5') => Ok(Priority::Low),
            _ => Err(format!("{text:?} is no priority")),
        }
    }
}

/// An error here names the mailbox, the uid and the column.
impl FromColumn<HeaderText> for Priority {
    fn from_column(cell: Cell<'_, HeaderText>) -> Result<Self> {
        String::from_column(cell)?.parse().map_err(|error: String| cell.error(error))
    }
}

#[derive(ImapModel, Debug)]
#[imap(mailbox = "INBOX")]
struct Ticket {
    uid: Uid,
    #[imap(default)]
    subject: String,
    /// Becomes the column `Ticket::number`.
    #[imap(header = "X-Ticket")]
    number: Option<String>,
    /// Missing: the default of the type.
    #[imap(header = "X-Priority", default)]
    priority: Priority,
    #[imap(keyword = "$Closed")]
    closed: bool,
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let message = NewMessage::new()
        .sender("customer@example.org")
        .to(["support@example.org"])
        .subject("The printer is on fire")
        .text("Please hurry.\n")
        .header("X-Ticket", "4711")
        .header("X-Priority", "1 (Highest)");
    Ticket::insert(message).execute(&dal)?;

    let open = Ticket::filter(Ticket::number.is_some() & Ticket::closed.eq(false));
    for ticket in open.load(&dal)? {
        let Ticket { uid, subject, number, priority, closed } = &ticket;
        println!("message {uid}: ticket {number:?}, {priority:?}, closed {closed}: {subject}");
    }

    let done = open.update(Ticket::closed.set(true)).execute(&dal)?;
    println!("{} closed, {} still open", done.changed, open.count(&dal)?);
    Ticket::filter(Ticket::number.eq("4711")).delete().execute(&dal)?;
    Ok(())
}
