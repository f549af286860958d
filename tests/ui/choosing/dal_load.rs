//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `load`
//@ at: load
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let rows: Vec<imap_dal::Row> = dal.load(Inbox::all())?;
    drop(rows);
    Ok(())
}

fn main() {}
