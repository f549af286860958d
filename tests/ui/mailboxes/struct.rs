//@ says: expected the name of a mailbox, found `struct`, which is a word of Rust
//@ at: struct
use imap_dal::prelude::*;
mailboxes! { pub struct Inbox => "INBOX"; }

fn main() {}
