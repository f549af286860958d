//@ says: no IMAP column is called `type`
//@ at: r#type
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    r#type: String,
}

fn main() {}
