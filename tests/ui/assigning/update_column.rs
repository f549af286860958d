//@ says: `Column<Inbox, SystemFlag>` is not a change to messages of `Inbox`
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().update(Inbox::seen);
}

fn main() {}
