//@ says: `Role::Sent` is no name: a role stands in `mailboxes!`, as in `mailboxes! { Sent: Mail => role Sent; }`
//@ at: Role::Sent
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = Role::Sent)]
struct Mail {
    uid: Uid,
}

fn main() {}
