//@ says: a row owns what it holds: write a type that is known, as `String`
//@ at: dyn
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    subject: dyn std::fmt::Display,
}

fn main() {}
