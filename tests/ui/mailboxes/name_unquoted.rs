//@ says: a mailbox name stands in quotes, a role after `role`: write `"INBOX"`
//@ at: INBOX
use imap_dal::prelude::*;

mailboxes! {
    Inbox => INBOX;
}

fn main() {}
