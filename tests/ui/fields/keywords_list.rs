//@ says: `KeywordSet` columns cannot be read as `Vec<String>`
//@ at: Vec
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { keywords: Vec<String> }

fn main() {}
