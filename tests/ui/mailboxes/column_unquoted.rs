//@ says: expected a name in quotes
//@ at: List
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { header list_id => List-Id; }
}

fn main() {}
