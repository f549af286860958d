//@ says: expected `;` after `Sent`, or `{ .. }` with columns of its own
//@ at: | "Sen
use imap_dal::prelude::*;

mailboxes! {
    Sent => role Sent | "Sent Items";
}

fn main() {}
