//@ says: `Option<_>` is not a value for `FreeText` columns
//@ at: None
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::subject.eq(None);
}

fn main() {}
