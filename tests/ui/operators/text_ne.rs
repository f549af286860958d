//@ says: `AnyText` columns cannot be tested for equality
//@ at: ne
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::text.ne("x");
}
