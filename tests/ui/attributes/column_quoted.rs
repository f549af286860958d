//@ says: write `column = sender`
//@ at: "sender"
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(column = "sender")]
    from: String,
}

fn main() {}
