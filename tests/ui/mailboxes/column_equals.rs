//@ says: expected `=>` after `list_id`
//@ at: = "List-Id";
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { header list_id = "List-Id"; } }

fn main() {}
