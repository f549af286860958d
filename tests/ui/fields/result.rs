//@ says: `ArrivalDate` columns cannot be read as `Result<String, String>`
//@ at: Result
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    created: Result<String, String>,
}

fn main() {}
