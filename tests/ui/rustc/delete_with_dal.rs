//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().delete(dal)?;
    Ok(())
}

fn main() {}
