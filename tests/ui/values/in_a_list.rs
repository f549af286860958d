//@ says: `[&str; 2]` is not a list of values for `MessageUid` columns
//@ at: ["a", "b"]
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.is_in(["a", "b"]);
}
