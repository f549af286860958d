//@ says: columns have no `lower`: `contains` and `ilike` ignore case
//@ at: lower
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.lower().eq("x");
}
