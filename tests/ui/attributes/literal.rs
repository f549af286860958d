//@ says: expected a word, as in `header = "List-Id"`
//@ at: "INBOX"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap("INBOX")]
struct Mail {
    uid: Uid,
}

fn main() {}
