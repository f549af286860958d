//@ says: `SaveDate` columns cannot be read as `bool`
//@ at: bool
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    saved: bool,
}

fn main() {}
