//@ says: `role Sent` is no name: a role stands in `mailboxes!`
//@ at: role
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = role Sent)]
struct Mail {
    uid: Uid,
}

fn main() {}
