//@ says: several mailboxes have no common order, so their messages no `limit`
//@ at: limit
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = AnyMailbox::in_mailboxes(["a", "b"]).all().limit(10).load(dal)?;
    Ok(())
}

fn main() {}
