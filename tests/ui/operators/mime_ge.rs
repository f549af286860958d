//@ says: `ContentType` columns have no order to compare by
//@ at: ge
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::mime.ge("text/plain");
}
