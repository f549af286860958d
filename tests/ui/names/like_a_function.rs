//@ says: `filter` is a function of every mailbox
//@ at: filter
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "X-Filter")]
    filter: String,
}

fn main() {}
