//@ says: expected `header` or `keyword`, found `list_id`
//@ at: list_id
use imap_dal::prelude::*;

mailboxes! { Bills => "Bills" { list_id => header "List-Id"; } }

fn main() {}
