//@ says: "Entw&APw-rfe" is in modified UTF-7: write "Entwürfe", as people read it
//@ at: "Entw&APw-rfe"
use imap_dal::prelude::*;
#[derive(ImapModel)]
#[imap(mailbox = "Entw&APw-rfe")]
struct Mail {
    uid: Uid,
}

fn main() {}
