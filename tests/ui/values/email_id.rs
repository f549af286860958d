//@ says: `{integer}` is not a value for `ObjectId` columns
//@ at: 5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::email_id.eq(5);
}
