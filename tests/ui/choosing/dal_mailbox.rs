//@ says: a query starts from a mailbox; `imap_dal::Dal` has no `mailbox`
//@ at: mailbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn run(dal: &Dal) {
    let _ = dal.mailbox("INBOX").all();
}

fn main() {}
