//@ says: a mailbox name cannot be empty
//@ at: ""
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "")]
struct Mail {
    uid: Uid,
}

fn main() {}
