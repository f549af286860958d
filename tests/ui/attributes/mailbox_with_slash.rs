//@ says: a name stands in quotes: write `mailbox = "Drafts/2026"`
//@ at: Drafts
use imap_dal::prelude::*;

#[derive(ImapModel)]
#[imap(mailbox = Drafts/2026)]
struct M { uid: Uid }

fn main() {}
