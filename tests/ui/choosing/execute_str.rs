//@ says: a query cannot run on `str`
//@ at: "x"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(dal: &Dal) {
    let _ = Inbox::all().delete().execute("x");
}

fn main() {}
