//@ says: `KeywordSet` columns cannot be read as `HashSet<String>`
//@ at: std::collections::HashSet
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {
    keywords: std::collections::HashSet<String>,
}

fn main() {}
