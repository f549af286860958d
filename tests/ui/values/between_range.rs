//@ says: `std::ops::Range<{integer}>` is not a value for `ByteSize` columns
//@ at: 1..5
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::size.between(1..5);
}

fn main() {}
