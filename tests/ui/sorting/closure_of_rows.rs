//@ says: messages cannot be ordered by
//@ at: |row: &imap_dal::Row|
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().order_by(|row: &imap_dal::Row| 1).load(dal)?;
    Ok(())
}

fn main() {}
