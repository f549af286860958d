//@ says: `Plain` cannot be read from a message
//@ at: Plain
use imap_dal::prelude::*;

struct Plain {
    uid: Uid,
}

#[derive(ImapModel)]
struct Mail {
    #[imap(flatten)]
    plain: Plain,
}

fn main() {}
