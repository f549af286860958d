//@ says: a mailbox name cannot be empty
//@ at: ""
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "";
}

fn main() {}
