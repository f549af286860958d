//@ says: a name stands in quotes: write `header = "X"`
//@ at: 'X'
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(header = 'X')]
    list: String,
}

fn main() {}
