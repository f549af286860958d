//@ says: IMAP has no `max`
//@ at: max
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().select(Inbox::size.max()).first(dal)?;
    Ok(())
}

fn main() {}
