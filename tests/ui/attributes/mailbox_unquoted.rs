//@ says: write `mailbox = "Archive"`
//@ at: Archive
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = Archive)]
struct Mail {
    uid: Uid,
}

fn main() {}
