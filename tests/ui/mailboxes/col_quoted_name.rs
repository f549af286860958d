//@ says: expected a name after `header`, found `"List-Id"`
//@ at: "List-Id"
use imap_dal::prelude::*;
mailboxes! { Bills => "Bills" { header "List-Id"; } }

fn main() {}
