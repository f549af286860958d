//@ says: no IMAP column is called `from`; did you mean `sender`?
//@ at: from
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    from: String,
}

fn main() {}
