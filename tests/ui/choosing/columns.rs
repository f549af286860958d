//@ says: `columns` is called `select` here
//@ at: columns
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().columns((Inbox::uid, Inbox::subject)).load(dal)?;
    Ok(())
}

fn main() {}
