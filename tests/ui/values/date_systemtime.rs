//@ says: `SystemTime` is not a value for `ArrivalDate` columns
//@ at: std::time::SystemTime::now()
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::created.ge(std::time::SystemTime::now());
}

fn main() {}
