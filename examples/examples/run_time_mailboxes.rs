//! Mailboxes and columns that are known only when the program runs: from its arguments, or all there are.
//!
//! It reads the account in `IMAP_DAL_URL`; without one it runs on an embedded server. Arguments: names of header fields.
#![allow(clippy::print_stdout)]

use imap_dal::{Projection, Role, display::shortened, prelude::*};
use imap_dal_examples::{Table, connect};
use std::{env, error::Error};

/// A condition for every mailbox.
fn interesting() -> Expr<AnyMailbox> {
    AnyMailbox::size.lt(50_000) & !AnyMailbox::keyword("$Junk").eq(true)
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;

    let mut table = Table::new([("mailbox", 30), ("role", 8), ("messages", 8), ("interesting", 11)]);
    for mailbox in dal.mailboxes()? {
        let here = AnyMailbox::in_mailbox(&mailbox);
        let role = mailbox.role().map(|role| role.to_string()).unwrap_or_default();
        table.row([&mailbox.name(), &role, &here.all().count(&dal)?, &here.filter(interesting()).count(&dal)?]);
    }
    table.print();

    // A role finds its mailbox whatever that is called here.
    println!("{} messages were sent\n", AnyMailbox::in_mailbox(Role::Sent).all().count(&dal)?);

    // Columns in any number, all read as one type.
    let mut names: Vec<String> = env::args().skip(1).collect();
    if names.is_empty() {
        names = vec!["List-Id".to_owned(), "X-Mailer".to_owned()];
    }
    let mut columns: Vec<Box<dyn Projection<AnyMailbox, Output = Option<String>>>> =
        vec![Box::new(AnyMailbox::subject)];
    for name in &names {
        columns.push(Box::new(AnyMailbox::header(name)));
    }
    for values in AnyMailbox::in_mailbox("INBOX").filter(interesting()).limit(5).select(columns).load(&dal)? {
        let values = values.iter().map(|value| shortened(value.as_deref().unwrap_or("-"), 40));
        println!("  {}", values.collect::<Vec<_>>().join(" | "));
    }
    Ok(())
}
