//@ says: `includes` is called `contains` here
//@ at: includes
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.includes("x");
}
