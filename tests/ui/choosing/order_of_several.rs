//@ says: several mailboxes have no common order, so their messages no `order_by`
//@ at: order_by
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = AnyMailbox::in_mailboxes(["a", "b"]).all().order_by(AnyMailbox::uid.asc()).load(dal)?;
    Ok(())
}

fn main() {}
