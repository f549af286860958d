//@ says: a name stands in quotes: write `header = "List-Id"`
//@ at: List
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(header = List-Id)]
    list: String,
}

fn main() {}
