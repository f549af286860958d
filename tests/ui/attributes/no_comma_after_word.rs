//@ says: expected `,` or `=` after `default`
//@ at: header
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(default header = "X-Foo")]
    foo: String,
}

fn main() {}
