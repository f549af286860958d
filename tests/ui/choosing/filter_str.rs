//@ says: `&str` is not a condition
//@ at: "seen = true"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::filter("seen = true");
}

fn main() {}
