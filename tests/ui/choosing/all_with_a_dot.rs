//@ says: `all` is a function of the type `Inbox`, called with `::`
//@ at: all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox.all().load(dal)?;
    Ok(())
}

fn main() {}
