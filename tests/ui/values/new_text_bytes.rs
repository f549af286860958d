//@ says: `&[u8; 5]` is not a text
//@ at: b"hello"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::insert(NewMessage::new().text(b"hello")).execute(dal)?;
    Ok(())
}

fn main() {}
