//@ says: `SystemFlag` columns have no order to compare by
//@ at: lt
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.lt(3);
}
