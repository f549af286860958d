//@ says: nothing can be added to or removed from `AddressList` columns
//@ at: remove
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::to.remove("a@x.org");
}
