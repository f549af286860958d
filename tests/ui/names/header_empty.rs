//@ says: "" is not a header name
//@ at: ""
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    #[imap(header = "")]
    list_id: String,
}

fn main() {}
