use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { uid: Uid }
impl M { fn size(&self) -> u64 { 1 } }

fn main() {}
