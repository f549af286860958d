//@ says: `fn() -> MailboxName {Sent::mailbox}` does not name a mailbox
//@ at: Sent::mailbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().move_to(Sent::mailbox).execute(dal)?;
    Ok(())
}

fn main() {}
