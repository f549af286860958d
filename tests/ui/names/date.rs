//@ says: no IMAP column is called `date`; did you mean `sent`?
//@ at: date:
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { date: std::time::SystemTime }

fn main() {}
