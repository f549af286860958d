//@ says: `header` and `keyword` on one field: keep one of the two
//@ at: keyword
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Junk", keyword = "$Junk")]
    junk: bool,
}

fn main() {}
