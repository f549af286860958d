//@ says: `skip` and `column` on one field: keep one of the two
//@ at: column
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(skip, column = sender)]
    from: String,
}

fn main() {}
