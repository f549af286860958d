//@ says: no IMAP column is called `body`; did you mean `content`?
//@ at: body:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { body: String }

fn main() {}
