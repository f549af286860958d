//@ says: `crate = path;` is written once, before the mailboxes
//@ at: crate
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    crate = imap_dal;
}

fn main() {}
