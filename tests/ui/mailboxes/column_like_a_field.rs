//@ says: expected `header` or `keyword`, found `paid`
//@ at: paid:
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { paid: bool, list_id: String } }

fn main() {}
