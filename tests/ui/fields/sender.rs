//@ says: `AddressList` columns cannot be read as `u32`
//@ at: u32
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    sender: u32,
}

fn main() {}
