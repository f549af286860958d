//@ says: `&str` is not a value for `ArrivalDate` columns
//@ at: "2026-01-01"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::created.ge("2026-01-01");
}

fn main() {}
