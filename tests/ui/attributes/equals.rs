//@ says: `#[imap]` takes words in parentheses
//@ at: #[imap = "INBOX"]
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap = "INBOX"]
struct Mail {
    uid: Uid,
}

fn main() {}
