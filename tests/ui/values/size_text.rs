//@ says: `&str` is not a value for `ByteSize` columns
//@ at: "big"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.gt("big");
}
