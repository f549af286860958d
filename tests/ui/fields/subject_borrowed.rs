//@ says: `FreeText` columns cannot be read as `&'static str`
//@ at: &'static str
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: &'static str,
}

fn main() {}
