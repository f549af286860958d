//@ says: expected `header` or `keyword`, found `haeder`; did you mean `header`?
//@ at: haeder
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { haeder list_id => "List-Id"; }
}

fn main() {}
