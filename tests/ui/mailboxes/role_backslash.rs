//@ says: `\Sent` is a role, not a name: write `mailboxes! { .. => role Sent; }`
//@ at: "\\Sent"
use imap_dal::prelude::*;

mailboxes! { Sent => "\\Sent"; }

fn main() {}
