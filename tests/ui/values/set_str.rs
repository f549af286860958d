//@ says: `&str` is not a value for `SystemFlag` columns
//@ at: "true"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().update(Inbox::seen.set("true"));
}

fn main() {}
