//@ says: write `column = sender`
//@ at: column
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(column)]
    from: String,
}

fn main() {}
