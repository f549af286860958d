//@ says: `Mail` is an enum; `ImapModel` is for structs with named fields
//@ at: enum
use imap_dal::prelude::*;

#[derive(ImapModel)]
enum Mail {
    Seen,
}

fn main() {}
