//@ says: `char` is not a value for `FreeText` columns
//@ at: 'c'
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::subject.contains('c');
}

fn main() {}
