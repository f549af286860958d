//@ says: `\Seen` is a system flag, not a keyword; its column is `seen`
//@ at: "\\Seen"
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(keyword = "\\Seen")]
    read: bool,
}

fn main() {}
