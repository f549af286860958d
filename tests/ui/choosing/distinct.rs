//@ says: IMAP has no `distinct`
//@ at: distinct
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().select(Inbox::sender).distinct().load(dal)?;
    Ok(())
}

fn main() {}
