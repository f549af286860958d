//@ says: `SystemFlag` columns are not lists
//@ at: is_empty
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.is_empty();
}
