//@ says: expected the name of a mailbox
//@ at: "INBOX"
use imap_dal::prelude::*;

mailboxes! {
    "INBOX" => Inbox;
}

fn main() {}
