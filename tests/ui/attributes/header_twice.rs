//@ says: `header` is given twice
//@ at: header = "B"
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "A")]
    #[imap(header = "B")]
    x: String,
}

fn main() {}
