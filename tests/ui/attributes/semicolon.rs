//@ says: expected `,` after the value of `header`
//@ at: ;
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    #[imap(header = "List-Id"; default)]
    junk: String,
}

fn main() {}
