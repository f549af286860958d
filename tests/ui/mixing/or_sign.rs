//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: |
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.eq(false) | Sent::flagged.eq(true);
}
