//@ says: expected the name of a mailbox, found `2026`
//@ at: 2026
use imap_dal::prelude::*;

mailboxes! { 2026 => "2026"; }

fn main() {}
