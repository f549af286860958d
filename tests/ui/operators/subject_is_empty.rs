//@ says: `FreeText` columns are not lists
//@ at: is_empty
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.is_empty();
}
