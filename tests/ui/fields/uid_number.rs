//@ says: `MessageUid` columns cannot be read as `u32`
//@ at: u32
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    uid: u32,
}

fn main() {}
