//@ says: `HeaderText` columns cannot be read as `Vec<String>`
//@ at: Vec
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { #[imap(header = "Received")] a: Vec<String> }

fn main() {}
