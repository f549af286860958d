//@ says: "INBOX" stands alone: write `mailbox = "INBOX"`
//@ at: "INBOX"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap("INBOX")]
struct Mail {
    uid: Uid,
}

fn main() {}
