//@ says: nothing can be added to or removed from `SystemFlag` columns
//@ at: add
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.add("x");
}
