//@ says: `imap_dal::NewMessage` is not a list of messages
//@ at: NewMessage::new
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::insert_many(NewMessage::new()).execute(dal)?;
    Ok(())
}

fn main() {}
