//@ says: `is_not` is called `ne` here
//@ at: is_not
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.is_not("x");
}
