//@ says: IMAP has no `join`
//@ at: join
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().join(Sent::all()).load(dal)?;
    Ok(())
}

fn main() {}
