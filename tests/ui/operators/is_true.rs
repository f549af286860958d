//@ says: there is no `is_true`: write `eq`
//@ at: is_true
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.is_true();
}
