//@ says: `mailbx` is not an `imap` attribute of the struct; did you mean `mailbox`?
//@ at: mailbx
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbx = "INBOX")]
struct Mail {
    uid: Uid,
}

fn main() {}
