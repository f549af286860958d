//@ says: `ContentType` columns cannot be read as `bool`
//@ at: bool
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    mime: bool,
}

fn main() {}
