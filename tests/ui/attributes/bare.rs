//@ says: `#[imap]` takes words in parentheses: write
//@ at: #[imap]
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap]
    uid: Uid,
}

fn main() {}
