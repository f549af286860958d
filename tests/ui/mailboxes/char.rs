//@ says: expected a mailbox name in quotes, or `role`
//@ at: 'I'; }
use imap_dal::prelude::*;

mailboxes! { Inbox => 'I'; }

fn main() {}
