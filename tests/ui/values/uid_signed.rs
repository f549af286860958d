//@ says: `i64` is not a value for `MessageUid` columns
//@ at: 5_i64
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.gt(5_i64);
}
