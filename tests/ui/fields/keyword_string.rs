//@ says: `KeywordFlag` columns cannot be read as `String`
//@ at: String
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(keyword = "$Junk")] junk: String }

fn main() {}
