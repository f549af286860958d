//@ says: expected the name of a mailbox, found `let`, which is a word of Rust
//@ at: let
use imap_dal::prelude::*;

mailboxes! { let Inbox = "INBOX"; }

fn main() {}
