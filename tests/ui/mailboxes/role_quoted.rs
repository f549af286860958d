//@ says: a role has no quotes: write `role Sent`
//@ at: "Sent"
use imap_dal::prelude::*;

mailboxes! {
    Sent => role "Sent";
}

fn main() {}
