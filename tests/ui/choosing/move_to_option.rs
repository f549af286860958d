//@ says: `Option<&str>` does not name a mailbox
//@ at: Some
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().move_to(Some("x")).execute(dal)?;
    Ok(())
}

fn main() {}
