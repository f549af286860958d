//@ says: `{integer}` is not a value for `HeaderDate` columns
//@ at: 2026
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sent.eq(2026);
}
