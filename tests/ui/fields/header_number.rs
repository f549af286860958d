//@ says: `HeaderText` columns cannot be read as `u8`
//@ at: u8
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(header = "X-Priority")] a: u8 }

fn main() {}
