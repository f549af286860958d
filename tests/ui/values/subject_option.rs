//@ says: `Option<&str>` is not a value for `FreeText` columns
//@ at: Some
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::subject.eq(Some("x"));
}
