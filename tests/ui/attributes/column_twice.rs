//@ says: `column` is given twice
//@ at: column
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(column = subject, column = sender)] r: Option<String> }

fn main() {}
