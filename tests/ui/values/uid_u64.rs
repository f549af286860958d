//@ says: `u64` is not a value for `MessageUid` columns
//@ at: n
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(n: u64) {
    let _ = Inbox::uid.eq(n);
}

fn main() {}
