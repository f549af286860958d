//@ says: `name` is not an `imap` attribute of the struct; did you mean `mailbox`?
//@ at: name
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(name = "INBOX")]
struct M { uid: Uid }

fn main() {}
