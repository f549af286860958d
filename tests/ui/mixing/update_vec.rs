//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().update(vec![Sent::seen.set(true)]).execute(dal)?;
    Ok(())
}

fn main() {}
