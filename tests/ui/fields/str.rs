//@ says: a row owns what it holds: write `String` without `&`
//@ at: &
//@ errors: 2
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    subject: &str,
}

fn main() {}
