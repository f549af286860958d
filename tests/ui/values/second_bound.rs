//@ says: `&str` is not a value for `ByteSize` columns
//@ at: "x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.between(1, "x");
}
