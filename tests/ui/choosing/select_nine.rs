//@ says: Column<Inbox, MessageUid>)` cannot be selected from `Inbox`
//@ at: (
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().select((
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
        Inbox::uid,
    ));
}

fn main() {}
