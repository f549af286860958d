//@ says: write `mailbox = "INBOX"`
//@ at: 5
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = 5)]
struct Mail {
    uid: Uid,
}

fn main() {}
