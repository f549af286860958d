//@ says: `FreeText` columns cannot be read as `Box<str>`
//@ at: Box<str>
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: Box<str>,
}

fn main() {}
