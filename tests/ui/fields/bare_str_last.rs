//@ says: a row owns what it holds: write `String`
//@ at: str
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: Uid,
    subject: str,
}

fn main() {}
