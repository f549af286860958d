//@ says: `bool` is not a value for `AddressList` columns
//@ at: true
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sender.eq(true);
}
