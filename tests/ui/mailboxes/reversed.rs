//@ says: expected the name of a mailbox, found `"INBOX"`
//@ at: "INBOX"
use imap_dal::prelude::*;

mailboxes! { "INBOX": Inbox; }

fn main() {}
