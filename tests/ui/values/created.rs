//@ says: `&str` is not a value for `ArrivalDate` columns
//@ at: "2026-05-01"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.eq("2026-05-01");
}
