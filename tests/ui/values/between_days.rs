//@ says: `&str` is not a value for `ArrivalDate` columns
//@ at: "2026
//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.between("2026-01-01", "2026-02-01");
}
