//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `in_mailbox`
//@ at: in_mailbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = dal.in_mailbox("INBOX").all().count(dal)?;
    Ok(())
}

fn main() {}
