//@ says: "List-Id" stands alone: write `header = "List-Id"` or `keyword = "List-Id"`
//@ at: "List-Id"
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap("List-Id")]
    junk: String,
}

fn main() {}
