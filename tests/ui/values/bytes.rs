//@ says: `&[u8; 3]` is not a value for `FreeText` columns
//@ at: b"abc"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::subject.contains(b"abc");
}

fn main() {}
