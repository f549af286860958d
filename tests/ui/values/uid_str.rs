//@ says: `&str` is not a value for `MessageUid` columns
//@ at: "5"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::uid.eq("5");
}

fn main() {}
