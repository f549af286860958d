//@ says: messages cannot be ordered by `ContentType` columns
//@ at: asc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::mime.asc();
}
