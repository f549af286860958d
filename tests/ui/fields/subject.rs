//@ says: `FreeText` columns cannot be read as `bool`
//@ at: bool
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: bool,
}

fn main() {}
