//@ says: `FreeText` columns cannot be read as `Box<str>`
//@ at: Box
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct M { subject: Box<str> }

fn main() {}
