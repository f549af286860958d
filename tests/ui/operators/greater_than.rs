//@ says: `greater_than` is called `gt` here
//@ at: greater_than
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::size.greater_than(100);
}
