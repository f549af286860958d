//@ says: `default` is given twice
//@ at: default)
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(default, default)]
    subject: String,
}

fn main() {}
