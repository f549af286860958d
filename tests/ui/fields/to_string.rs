//@ says: `AddressList` columns cannot be read as `Vec<String>`
//@ at: Vec<String>
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    to: Vec<String>,
}

fn main() {}
