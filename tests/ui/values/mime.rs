//@ says: `bool` is not a value for `ContentType` columns
//@ at: false
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::mime.eq(false);
}
