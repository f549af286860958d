//@ says: a role is named by its word: write `role Sent`
//@ at: Role
use imap_dal::prelude::*;
mailboxes! { Sent => role Role::Sent; }

fn main() {}
