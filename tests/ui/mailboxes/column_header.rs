//@ says: "List Id" is not a header name
//@ at: "List Id"
use imap_dal::prelude::*;

mailboxes! {
    Bills => "Bills" { header list_id => "List Id"; }
}

fn main() {}
