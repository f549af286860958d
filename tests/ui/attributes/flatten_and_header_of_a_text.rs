//@ says: `flatten` and `header` on one field: keep one of the two
//@ at: header
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(flatten, header = "X-A")]
    inner: String,
}

fn main() {}
