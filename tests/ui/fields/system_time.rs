//@ says: `ArrivalDate` columns cannot be read as `SystemTime`
//@ at: std::time
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    created: std::time::SystemTime,
}

fn main() {}
