//@ says: `Option<&str>` is not a value for `FreeText` columns
//@ at: s
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(s: Option<&str>) {
    let _ = Inbox::subject.eq(s);
}

fn main() {}
