//@ says: expected a mailbox name in quotes, or `role`
//@ at: 5
use imap_dal::prelude::*;
mailboxes! { Inbox => 5; }

fn main() {}
