//@ says: `rename` is not an `imap` attribute of a field; did you mean `column`?
//@ at: rename
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(rename = "subject")] title: Option<String> }

fn main() {}
