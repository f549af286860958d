//! What is not read: how much in each mailbox, and the newest of it in the inbox.
//!
//! It reads the account in `IMAP_DAL_URL` and changes nothing; without one it runs on an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{display::escaped, jiff::Zoned, prelude::*};
use imap_dal_examples::{Table, connect};
use std::error::Error;

mailboxes! {
    Inbox => "INBOX";
}

/// A line of the report: only these columns are fetched.
#[derive(ImapModel)]
struct Headline {
    created: Zoned,
    #[imap(column = sender)]
    from: Option<Address>,
    subject: Option<String>,
    preview: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;

    // Of all mailboxes at once: the searches go out in one flight.
    let mailboxes = dal.mailboxes()?;
    let unread = AnyMailbox::in_mailboxes(&mailboxes).filter(AnyMailbox::seen.eq(false)).count(&dal)?;
    let mut table = Table::new([("mailbox", 40), ("unread", 8)]);
    for (name, count) in unread.successes().filter(|(_, count)| **count > 0) {
        table.row([&name, count]);
    }
    table.print();
    for (name, error) in unread.errors() {
        println!("  {}: {error}", escaped(name));
    }

    let newest = Inbox::filter(Inbox::seen.eq(false)).order_by(Inbox::created.desc()).limit(5);
    let mut table = Table::new([("received", 16), ("from", 26), ("subject", 34), ("begins", 34)]);
    for headline in newest.select_as::<Headline>().load(&dal)? {
        let Headline { created, from, subject, preview } = headline;
        let from = from.as_ref().map(Address::to_string).unwrap_or_default();
        let received = created.strftime("%Y-%m-%d %H:%M");
        table.row([&received, &from, &subject.unwrap_or_default(), &preview]);
    }
    table.print();
    Ok(())
}
