//@ says: write `mailbox = "INBOX"`
//@ at: role
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = role Sent)]
struct Mail {
    uid: Uid,
}

fn main() {}
