//@ says: "to do" is not a keyword
//@ at: "to do"
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(keyword = "to do")]
    to_do: bool,
}

fn main() {}
