//@ says: `header` is an attribute of a field, not of the struct
//@ at: header
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(header = "List-Id")]
struct Mail {
    uid: Uid,
}

fn main() {}
