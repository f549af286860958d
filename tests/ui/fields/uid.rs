//@ says: `MessageUid` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: String,
}

fn main() {}
