//@ says: `imap_dal::AnyMailbox` is not tied to a mailbox
//@ at: AnyMailbox::all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = AnyMailbox::all().count(dal)?;
    Ok(())
}

fn main() {}
