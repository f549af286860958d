//@ says: no IMAP column is called `is_read`; did you mean `seen`?
//@ at: is_read
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    is_read: bool,
}

fn main() {}
