//@ says: `&Sent` does not name a mailbox
//@ at: &Sent).execu
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().move_to(&Sent).execute(dal)?;
    Ok(())
}

fn main() {}
