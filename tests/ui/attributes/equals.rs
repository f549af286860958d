//@ says: `#[imap]` takes words in parentheses: write
//@ at: #[imap = "INBOX"]
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap = "INBOX"]
struct Mail {
    uid: Uid,
}

fn main() {}
