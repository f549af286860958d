//@ says: `u32` is not a value for `ByteSize` columns
//@ at: n
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(n: u32) {
    let _ = Inbox::size.gt(n);
}

fn main() {}
