//@ says: expected `=>` after `Inbox`
//@ at: = "INBOX"; }
use imap_dal::prelude::*;

mailboxes! { Inbox = "INBOX"; }

fn main() {}
