//@ says: the mailbox `Inbox` cannot be its own row type
//@ at: Inbox =>
use imap_dal::prelude::*;

mailboxes! {
    Inbox: Inbox => "INBOX";
}

fn main() {}
