//@ says: a role is named by its word: write `role Sent`
//@ at: Role
use imap_dal::prelude::*;

mailboxes! { Sent => Role Sent; }

fn main() {}
