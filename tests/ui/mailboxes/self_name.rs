//@ says: expected the name of a mailbox, found `Self`, which is a word of Rust
//@ at: Self
use imap_dal::prelude::*;

mailboxes! { Self => "INBOX"; }

fn main() {}
