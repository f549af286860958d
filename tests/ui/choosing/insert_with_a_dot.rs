//@ says: `insert` is a function of the type `Sent`, called with `::`
//@ at: insert
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Sent.insert(NewMessage::new().subject("hello")).execute(dal)?;
    Ok(())
}

fn main() {}
