//@ says: IMAP has no `inner_join`
//@ at: inner_join
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().inner_join(Sent::all()).load(dal)?;
    Ok(())
}

fn main() {}
