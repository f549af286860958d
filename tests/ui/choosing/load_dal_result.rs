//@ says: a query cannot run on `Result<imap_dal::Dal, imap_dal::Error>`
//@ at: &dal
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let dal = Dal::connect("imaps://x");
    let _ = Inbox::all().load(&dal);
}

fn main() {}
