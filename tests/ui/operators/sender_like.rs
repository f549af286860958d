//@ says: `AddressList` columns have no text patterns
//@ at: like
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::sender.like("%@x.org"));
}
