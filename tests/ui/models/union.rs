//@ says: `Mail` is a union; `ImapModel` is for structs with named fields
//@ at: union
use imap_dal::prelude::*;

#[derive(ImapModel)]
union Mail {
    seen: bool,
}

fn main() {}
