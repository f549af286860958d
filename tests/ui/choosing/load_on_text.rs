//@ says: a query cannot run on `str`
//@ at: "imaps://x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().load("imaps://x")?;
    Ok(())
}

fn main() {}
