//@ says: `AddressList` columns have no text patterns
//@ at: ends_with
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sender.ends_with("@x.org");
}
