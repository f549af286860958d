//@ says: there is no `not`: write `eq`
//@ at: not
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.not();
}
