//@ says: `String` cannot be read from a message
//@ at: String
use imap_dal::prelude::*;

mailboxes! {
    Inbox: String => "INBOX";
}

fn main() {}
