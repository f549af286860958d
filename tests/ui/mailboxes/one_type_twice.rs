//@ says: a mailbox called `Inbox` is already declared
//@ at: Inbox => "B"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "A";
    Inbox => "B";
}

fn main() {}
