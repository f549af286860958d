//@ says: write `mailbox = "INBOX"`
//@ at: mailbox
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox)]
struct Mail {
    uid: Uid,
}

fn main() {}
