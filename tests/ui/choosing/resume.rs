//@ says: a query cannot run on `str`
//@ at: "x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(t: imap_dal::ResumeToken) {
    let _ = imap_dal::resume("x", t);
}

fn main() {}
