//@ says: the name `columns_of_Mail` is defined multiple times
//@ at: Mail {
use imap_dal::prelude::*;

#[derive(Debug, ImapModel)]
#[derive(ImapModel)]
struct Mail {
    uid: Uid,
}

fn main() {}
