//@ says: a query cannot run on `&imap_dal::Dal`
//@ at: &dal
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(dal: &Dal) {
    let _ = Inbox::all().count(&dal);
}

fn main() {}
