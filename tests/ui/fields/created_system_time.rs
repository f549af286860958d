//@ says: `ArrivalDate` columns cannot be read as `SystemTime`
//@ at: std::time::SystemTime
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { created: std::time::SystemTime }

fn main() {}
