//@ says: expected a mailbox name in quotes, or `role`
//@ at: concat!
use imap_dal::prelude::*;

mailboxes! { Inbox => concat!("a", "b"); }

fn main() {}
