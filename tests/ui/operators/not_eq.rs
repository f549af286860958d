//@ says: `not_eq` is called `ne` here
//@ at: not_eq
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.not_eq("a");
}
