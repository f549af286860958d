//@ says: is not a condition
//@ at: |row: &imap_dal::Row|
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::filter(|row: &imap_dal::Row| true).load(dal)?;
    Ok(())
}

fn main() {}
