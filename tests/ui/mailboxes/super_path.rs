//@ says: expected the name of a mailbox, found `super`, which is a word of Rust
//@ at: super::Inbox
use imap_dal::prelude::*;

mailboxes! { super::Inbox => "INBOX"; }

fn main() {}
