//@ says: expected the name of a mailbox, found `type`, which is a word of Rust
//@ at: type
use imap_dal::prelude::*;
mailboxes! { type => "INBOX"; }

fn main() {}
