//@ says: `mailbox` is an attribute of the struct, not of a field
//@ at: mailbox
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(mailbox = "INBOX")]
    uid: Uid,
}

fn main() {}
