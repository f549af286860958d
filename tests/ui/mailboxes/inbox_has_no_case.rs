//@ says: the mailbox "inbox" is already declared as `Inbox`
//@ at: "inbox"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Other => "inbox";
}

fn main() {}
