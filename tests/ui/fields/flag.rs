//@ says: `SystemFlag` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    seen: String,
}

fn main() {}
