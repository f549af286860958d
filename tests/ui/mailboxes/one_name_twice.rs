//@ says: the mailbox "INBOX" is already declared as `Inbox`
//@ at: "INBOX"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Other => "INBOX";
}

fn main() {}
