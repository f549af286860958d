//@ says: the fields of `Mail` have no names
//@ at: Mail
use imap_dal::prelude::*;

#[derive(ImapModel)]
struct Mail(Uid, String);

fn main() {}
