//@ says: `bool` is not a condition
//@ at: true
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::filter(true);
}

fn main() {}
