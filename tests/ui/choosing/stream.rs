//@ says: a query cannot run on `str`
//@ at: "x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(i: AttachmentInfo) {
    let _ = i.stream("x", &mut Vec::new());
}

fn main() {}
