//@ says: a name stands in quotes: write `mailbox = "INBOX"`
//@ at: concat!
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = concat!("a", "b"))]
struct M { uid: Uid }

fn main() {}
