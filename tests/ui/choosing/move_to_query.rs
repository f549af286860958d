//@ says: `Query<Sent, Row>` does not name a mailbox
//@ at: Sent::all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().move_to(Sent::all()).execute(dal)?;
    Ok(())
}

fn main() {}
