//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `select`
//@ at: select
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) -> imap_dal::Result<()> {
    dal.select("INBOX")
}

fn main() {}
