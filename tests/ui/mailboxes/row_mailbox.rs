//@ says: `Inbox` cannot be read from a message
//@ at: Inbox
use imap_dal::prelude::*;
mailboxes! { Inbox => "INBOX"; Archive: Inbox => "Archive"; }

fn main() {}
