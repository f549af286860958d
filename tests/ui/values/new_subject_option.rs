//@ says: `Option<&str>` is not a text
//@ at: Some
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::insert(NewMessage::new().subject(Some("hello"))).execute(dal)?;
    Ok(())
}

fn main() {}
