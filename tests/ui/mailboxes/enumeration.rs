//@ says: expected the name of a mailbox, found `enum`, which is a word of Rust
//@ at: enum
use imap_dal::prelude::*;

mailboxes! {
    enum Mailboxes { Inbox, Sent }
}

fn main() {}
