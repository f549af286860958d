//@ says: `count` is a method of queries, not of columns
//@ at: count
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().select(Inbox::uid.count()).load(dal)?;
    Ok(())
}

fn main() {}
