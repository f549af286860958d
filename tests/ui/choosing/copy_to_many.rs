//@ says: `Vec<MailboxInfo>` does not name a mailbox
//@ at: dal
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    Inbox::all().copy_to(dal.mailboxes()?).execute(dal)?;
    Ok(())
}

fn main() {}
