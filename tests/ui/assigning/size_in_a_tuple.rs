//@ says: `ByteSize` columns cannot be set
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().update((Inbox::seen.set(true), Inbox::size.set(5))).execute(dal)?;
    Ok(())
}

fn main() {}
