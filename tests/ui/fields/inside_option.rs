//@ says: `FreeText` columns cannot be read as `Option<u32>`
//@ at: Option<u32>
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: Option<u32>,
}

fn main() {}
