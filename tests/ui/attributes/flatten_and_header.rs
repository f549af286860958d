//@ says: `flatten` and `header` on one field: keep one of the two
//@ at: header
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct F { seen: bool }
#[derive(ImapModel)]
struct M { #[imap(flatten, header = "X")] f: F }

fn main() {}
