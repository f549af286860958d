//@ says: `AnyText` columns can be searched in, not read
//@ at: Inbox::text
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().select(Inbox::text).load(dal)?;
    Ok(())
}

fn main() {}
