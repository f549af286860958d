//@ says: `imap_dal::Uid` cannot be read from a message
//@ at: Uid
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(flatten)] uid: Uid }

fn main() {}
