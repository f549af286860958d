//@ says: `AnyText` columns have no text patterns
//@ at: ilike
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::text.ilike("x%");
}
