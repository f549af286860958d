//@ says: `BodyContent` columns have no text patterns
//@ at: matches
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::content.matches("x+");
}
