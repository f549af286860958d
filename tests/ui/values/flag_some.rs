//@ says: `Option<bool>` is not a value for `SystemFlag` columns
//@ at: Some(true)
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::seen.eq(Some(true));
}

fn main() {}
