//@ says: columns have no `year`: dates are compared as a whole
//@ at: year
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.year().eq(2026);
}
