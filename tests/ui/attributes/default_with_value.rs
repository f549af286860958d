//@ says: `default` takes no value: write `default` alone
//@ at: default
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(default = "none")]
    subject: String,
}

fn main() {}
