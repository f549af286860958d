//@ says: expected `,` after the value of `header`
//@ at: default
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Foo" default)]
    foo: String,
}

fn main() {}
