//@ says: no IMAP column is called `list_id`
//@ at: list_id:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { list_id: String }

fn main() {}
