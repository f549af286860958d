//@ says: `filter` is a function of the type `Inbox`, called with `::`
//@ at: filter
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox.filter(Inbox::seen.eq(false)).load(dal)?;
    Ok(())
}

fn main() {}
