//@ says: expected `;` after `Inbox`
//@ at: "Sent"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX" "Sent";
}

fn main() {}
