//@ says: `count` needs messages of `Inbox` to be chosen
//@ at: count
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    println!("{}", Inbox.count(dal)?);
    Ok(())
}

fn main() {}
