//@ says: `ModSeqValue` columns cannot be read as `u32`
//@ at: u32
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    modseq: u32,
}

fn main() {}
