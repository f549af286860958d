//@ says: `AddressList` columns are never missing
//@ at: is_none
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sender.is_none();
}
