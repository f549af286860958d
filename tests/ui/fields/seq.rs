//@ says: `SequenceNumber` columns cannot be read as `u64`
//@ at: u64
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    seq: u64,
}

fn main() {}
