//@ says: `iexact` is called `ilike` here
//@ at: iexact
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.iexact("x");
}
