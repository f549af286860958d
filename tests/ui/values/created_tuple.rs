//@ says: `({integer}, {integer}, {integer})` is not a value for `ArrivalDate` columns
//@ at: (2026, 1, 1)
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::created.eq((2026, 1, 1)));
}
