//@ says: `ArrivalDate` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;
#[derive(ImapModel)]
struct Mail {
    created: String,
}

fn main() {}
