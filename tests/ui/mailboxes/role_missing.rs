//@ says: expected a role after `role`
//@ at: role
use imap_dal::prelude::*;

mailboxes! {
    Sent => role;
}

fn main() {}
