//@ says: no IMAP column is called `from`; did you mean `sender`?
//@ at: from
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(column = from)] author: Option<String> }

fn main() {}
