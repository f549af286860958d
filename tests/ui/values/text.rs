//@ says: `&[u8; 1]` is not a value for `AnyText` columns
//@ at: b"x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::text.contains(b"x");
}
