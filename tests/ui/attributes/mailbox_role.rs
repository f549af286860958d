//@ says: `role Sent` is no name: a role stands in `mailboxes!`, as in `mailboxes! { Sent: Mail => role Sent; }`
//@ at: role
use imap_dal::prelude::*;
#[derive(ImapModel)]
#[imap(mailbox = role Sent)]
struct Mail {
    uid: Uid,
}

fn main() {}
