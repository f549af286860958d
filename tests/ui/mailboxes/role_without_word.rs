//@ says: a mailbox name stands in quotes, a role after `role`: write `role Sent`
//@ at: Sent;
use imap_dal::prelude::*;

mailboxes! {
    Sent => Sent;
}

fn main() {}
