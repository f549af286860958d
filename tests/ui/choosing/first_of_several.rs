//@ says: several mailboxes have no common order, so their messages no `first`
//@ at: first
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = AnyMailbox::in_mailboxes(["a", "b"]).all().first(dal)?;
    Ok(())
}

fn main() {}
