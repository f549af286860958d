//@ says: write `mailbox = "INBOX"`
//@ at: : "INBOX"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox: "INBOX")]
struct Mail {
    uid: Uid,
}

fn main() {}
