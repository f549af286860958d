//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `fetch`
//@ at: fetch
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let _ = dal.fetch("UNSEEN")?;
    Ok(())
}

fn main() {}
