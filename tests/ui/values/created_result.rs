//@ says: `Result<_, _>` is not a value for `ArrivalDate` columns
//@ at: "2026-01-01"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::created.ge("2026-01-01".parse()));
}
