//@ says: a column is as visible as its mailbox: remove `pub`
//@ at: pub
use imap_dal::prelude::*;
mailboxes! { Bills => "Bills" { pub header list => "List-Id"; } }

fn main() {}
