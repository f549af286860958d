//@ says: messages cannot be ordered by `BodyContent` columns
//@ at: asc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::content.asc();
}
