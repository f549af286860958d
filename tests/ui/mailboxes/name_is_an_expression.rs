//@ says: expected a mailbox name in quotes, or `role`
//@ at: String
use imap_dal::prelude::*;

mailboxes! {
    Inbox => String::from("INBOX");
}

fn main() {}
