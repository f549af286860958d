//@ says: no IMAP column is called `id`; did you mean `uid`?
//@ at: id:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { id: i32 }

fn main() {}
