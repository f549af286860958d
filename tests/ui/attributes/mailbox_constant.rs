//@ says: a name stands in quotes: write `mailbox = "NAME"`
//@ at: NAME
use imap_dal::prelude::*;

const NAME: &str = "INBOX";
#[derive(ImapModel)]
#[imap(mailbox = NAME)]
struct M { uid: Uid }

fn main() {}
