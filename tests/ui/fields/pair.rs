//@ says: `AddressList` columns cannot be read as `(String, String)`
//@ at: (String
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    sender: (String, String),
}

fn main() {}
