//@ says: columns have no `to_lowercase`: `contains` and `ilike` ignore case
//@ at: to_lowercase
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.to_lowercase().contains("x");
}
