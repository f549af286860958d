//@ says: expected a mailbox name in quotes, or `role`
//@ at: ["INBOX", "I
use imap_dal::prelude::*;

mailboxes! { Inbox => ["INBOX", "Inbox"]; }

fn main() {}
