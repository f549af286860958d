//@ says: expected `=>` after `Inbox`
//@ at: Inbox
use imap_dal::prelude::*;

mailboxes! {
    Inbox
}

fn main() {}
