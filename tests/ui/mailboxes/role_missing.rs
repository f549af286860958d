//@ says: expected a role after `role`
//@ at: ;
use imap_dal::prelude::*;

mailboxes! {
    Sent => role;
}

fn main() {}
