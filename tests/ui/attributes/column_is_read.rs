//@ says: no IMAP column is called `is_read`; did you mean `seen`?
//@ at: is_read
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(column = is_read)] r: bool }

fn main() {}
