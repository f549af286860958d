//@ says: `{integer}` is not a value for `SystemFlag` columns
//@ at: 1
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::seen.eq(1);
}

fn main() {}
