//@ says: `PreviewText` columns cannot be read as `u8`
//@ at: u8
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    preview: u8,
}

fn main() {}
