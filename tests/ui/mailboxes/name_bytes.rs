//@ says: expected a mailbox name in quotes, or `role`
//@ at: b"INBOX"; }
use imap_dal::prelude::*;

mailboxes! { Inbox => b"INBOX"; }

fn main() {}
