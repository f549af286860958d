//@ says: a `role` stands in `mailboxes!`: write `mailboxes! { Sent: Mail => role Sent; }`
//@ at: role
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(role = Sent)]
struct Mail {
    uid: Uid,
}

fn main() {}
