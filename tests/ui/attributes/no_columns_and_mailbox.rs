//@ says: `no_columns` makes a pure row type, which has no `mailbox`
//@ at: "INBOX"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "INBOX", no_columns)]
struct Mail {
    uid: Uid,
}

fn main() {}
