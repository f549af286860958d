//@ says: `Mail` has no fields, so it reads nothing
//@ at: Mail
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail {}

fn main() {}
