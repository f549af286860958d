//@ says: `Column<Inbox, SystemFlag>` is not a condition
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::filter(Inbox::seen);
}

fn main() {}
