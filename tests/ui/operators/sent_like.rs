//@ says: `HeaderDate` columns have no text patterns
//@ at: like
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sent.like("2026%");
}
