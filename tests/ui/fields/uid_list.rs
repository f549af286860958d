//@ says: `MessageUid` columns cannot be read as `Vec<imap_dal::Uid>`
//@ at: Vec
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { uid: Vec<Uid> }

fn main() {}
