//@ says: messages cannot be ordered by `&imap_dal::Ordering<Inbox>`
//@ at: &Inbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().order_by(&Inbox::created.desc()).load(dal)?;
    Ok(())
}

fn main() {}
