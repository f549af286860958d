//@ says: `imap_dal::Ordering<Inbox>` cannot be selected from `Inbox`
//@ at: Inbox::uid
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let r = Inbox::all().select(Inbox::uid.desc()).load(dal)?;
    Ok(())
}

fn main() {}
