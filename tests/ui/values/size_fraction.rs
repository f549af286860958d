//@ says: `{float}` is not a value for `ByteSize` columns
//@ at: 1.5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.lt(1.5);
}
