//@ says: messages cannot be ordered by `&str`
//@ at: "created desc"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().order_by("created desc");
}

fn main() {}
