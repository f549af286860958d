//@ says: `usize` is not a value for `ByteSize` columns
//@ at: limit
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = {
        let limit: usize = 5;
        Inbox::size.lt(limit)
    };
}
