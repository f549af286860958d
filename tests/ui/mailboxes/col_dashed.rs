//@ says: expected `=>` after `list`
//@ at: -
use imap_dal::prelude::*;
mailboxes! { Bills => "Bills" { header list-id => "List-Id"; } }

fn main() {}
