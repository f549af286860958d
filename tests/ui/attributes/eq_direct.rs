//@ says: `#[imap]` takes words in parentheses: write `#[imap(header = "List-Id")]` or `#[imap(keyword = "List-Id")]`
//@ at: #
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap = "List-Id"]
    junk: String,
}

fn main() {}
