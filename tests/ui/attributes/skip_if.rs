//@ says: `skip_if` is not an `imap` attribute of a field; did you mean `skip`?
//@ at: skip_if
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(skip_if = "x")] subject: String }

fn main() {}
