//@ says: `HeaderText` columns cannot be set
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().update(AnyMailbox::header("X-A").set("b")).execute(dal)?;
    Ok(())
}

fn main() {}
