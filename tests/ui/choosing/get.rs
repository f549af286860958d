//@ says: `get` is called `first` here
//@ at: get
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().get(5)?;
    Ok(())
}

fn main() {}
