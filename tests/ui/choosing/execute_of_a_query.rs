//@ says: `execute` is called `load` here
//@ at: execute
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().execute(dal)?;
    Ok(())
}

fn main() {}
