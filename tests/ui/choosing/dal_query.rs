//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `query`
//@ at: query
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    let rows: Vec<imap_dal::Row> = dal.query().load(dal)?;
    drop(rows);
    Ok(())
}

fn main() {}
