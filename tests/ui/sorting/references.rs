//@ says: messages cannot be ordered by `ReferenceList` columns
//@ at: asc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::references.asc();
}
