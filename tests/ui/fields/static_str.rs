//@ says: a row owns what it holds: write `String` without `&`
//@ at: &
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    subject: &'static str,
}

fn main() {}
