//@ says: `#[imap()]` says nothing: remove it
//@ at: #[imap()]
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap()]
struct Mail {
    uid: Uid,
}

fn main() {}
