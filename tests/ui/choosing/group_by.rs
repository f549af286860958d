//@ says: IMAP has no `group_by`
//@ at: group_by
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().group_by(Inbox::sender).load(dal)?;
    Ok(())
}

fn main() {}
