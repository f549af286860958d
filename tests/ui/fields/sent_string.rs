//@ says: `HeaderDate` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { sent: String }

fn main() {}
