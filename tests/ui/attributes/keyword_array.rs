//@ says: write `keyword = "a"`
//@ at: [
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(keyword = ["a", "b"])]
    read: bool,
}

fn main() {}
