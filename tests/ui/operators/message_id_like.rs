//@ says: `MessageIdText` columns have no text patterns
//@ at: like
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::message_id.like("%@x");
}
