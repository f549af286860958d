//@ says: `{integer}` is not a value for `FreeText` columns
//@ at: 5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.eq(5);
}
