//@ says: "b" stands alone: write `header = "b"` or `keyword = "b"`
//@ at: "b"
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(keyword = "a", "b")]
    read: bool,
}

fn main() {}
