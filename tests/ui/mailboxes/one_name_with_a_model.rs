//@ says: the name `Inbox` is defined multiple times
//@ at: Inbox => "INBOX"
//@ errors: 2
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Inbox {
    uid: Uid,
}
mailboxes! { Inbox => "INBOX"; }

fn main() {}
