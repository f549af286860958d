//@ says: a row owns what it holds: write `String`
//@ at: str
//@ errors: 2
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: str,
    uid: Uid,
}

fn main() {}
