//@ says: a row owns what it holds: write `String` without `&`
//@ at: &'static str
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: &'static str,
}

fn main() {}
