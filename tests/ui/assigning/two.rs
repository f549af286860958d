//@ says: `Column<Inbox, SystemFlag>` is no change
//@ at: Inbox::seen
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().update(Inbox::seen, true).execute(dal)?;
    Ok(())
}

fn main() {}
