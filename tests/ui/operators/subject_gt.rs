//@ says: `FreeText` columns have no order to compare by
//@ at: gt
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.gt("x");
}
