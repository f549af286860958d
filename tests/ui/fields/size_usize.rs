//@ says: `ByteSize` columns cannot be read as `usize`
//@ at: usize
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { size: usize }

fn main() {}
