//@ says: `{integer}` is not a value for `ReferenceList` columns
//@ at: 5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::references.contains(5);
}
