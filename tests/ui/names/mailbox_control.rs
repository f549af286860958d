//@ says: "a\nb" is not a mailbox name
//@ at: "a\nb"
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = "a\nb")]
struct Mail {
    uid: Uid,
}

fn main() {}
