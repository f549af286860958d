//@ says: `&Column<Inbox, MessageUid>` cannot be selected from `Inbox`
//@ at: &Inbox::uid)
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = Inbox::all().select(&Inbox::uid).load(dal)?;
    Ok(())
}

fn main() {}
