//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: Sent::uid
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().select((Sent::uid, Sent::subject)).load(dal)?;
    Ok(())
}

fn main() {}
