//@ says: a role is named by its word: write `role Sent`
//@ at: : Sent; }
use imap_dal::prelude::*;

mailboxes! { Sent => role: Sent; }

fn main() {}
