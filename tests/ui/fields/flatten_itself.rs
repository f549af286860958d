//@ says: `Box<M>` cannot be read from a message
//@ at: Box
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { uid: Uid, #[imap(flatten)] f: Box<M> }

fn main() {}
