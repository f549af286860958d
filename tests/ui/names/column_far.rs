//@ says: no IMAP column is called `colour`
//@ at: colour
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    colour: String,
}

fn main() {}
