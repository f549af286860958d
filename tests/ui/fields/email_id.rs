//@ says: `ObjectId` columns cannot be read as `u64`
//@ at: u64
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    email_id: u64,
}

fn main() {}
