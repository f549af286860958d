//@ says: `[&str; 1]` cannot be selected from `Inbox`
//@ at: ["subject"])
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().select(["subject"]).load(dal)?;
    Ok(())
}

fn main() {}
