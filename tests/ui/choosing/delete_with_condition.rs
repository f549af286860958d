//@ says: `delete` needs messages of `Inbox` to be chosen
//@ at: Inbox::delete
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::delete(Inbox::seen.eq(true)).execute(dal)?;
    Ok(())
}

fn main() {}
