//@ says: no mailbox role is called `Inbox`; the inbox goes by its name: write `"INBOX"`
//@ at: Inbox
use imap_dal::prelude::*;
mailboxes! { Inbox => role Inbox; }

fn main() {}
