//@ says: write `crate = imap_dal`
//@ at: "imap_dal"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(crate = "imap_dal")]
struct Mail {
    uid: Uid,
}

fn main() {}
