//@ says: `folder` is not an `imap` attribute of the struct; did you mean `mailbox`?
//@ at: folder
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(folder = "INBOX")]
struct Mail {
    uid: Uid,
}

fn main() {}
