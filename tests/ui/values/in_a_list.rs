//@ says: `&str` is not a value for `MessageUid` columns
//@ at: is_in
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.is_in(["a", "b"]);
}
