//@ says: `RawMessage` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    email: String,
}

fn main() {}
