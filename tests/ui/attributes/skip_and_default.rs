//@ says: `skip` gives `Default::default()` already: remove `default`
//@ at: default
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(skip, default)]
    note: String,
}

fn main() {}
