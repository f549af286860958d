//@ says: "" is not a keyword
//@ at: ""
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(keyword = "")]
    to_do: bool,
}

fn main() {}
