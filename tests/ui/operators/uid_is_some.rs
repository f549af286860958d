//@ says: `MessageUid` columns are never missing
//@ at: is_some
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.is_some();
}
