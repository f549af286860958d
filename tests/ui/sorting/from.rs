//@ says: `from` is called `sender` here
//@ at: asc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().order_by(Inbox::from.asc()).load(dal)?;
    Ok(())
}

fn main() {}
