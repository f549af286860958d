//@ says: a query cannot run on `Arc<imap_dal::Dal>`
//@ at: &dal
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f(dal: std::sync::Arc<Dal>) {
    let _ = Inbox::all().load(&dal);
}

fn main() {}
