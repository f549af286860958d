//@ says: `Column<Inbox, SystemFlag>` is no change
//@ at: Inbox::flagged
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().update((Inbox::seen.set(true), Inbox::flagged));
}

fn main() {}
