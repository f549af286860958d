//@ says: write `header = "List-Id"`
//@ at: =
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(header == "List-Id")]
    junk: String,
}

fn main() {}
