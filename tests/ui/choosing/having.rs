//@ says: IMAP has no `having`
//@ at: having
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().having(Inbox::size.gt(5));
}
