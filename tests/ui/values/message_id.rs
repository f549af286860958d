//@ says: `{integer}` is not a value for `MessageIdText` columns
//@ at: 5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::message_id.eq(5);
}
