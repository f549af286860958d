//@ says: `one` is called `first` here
//@ at: one
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().one(dal)?;
    Ok(())
}

fn main() {}
