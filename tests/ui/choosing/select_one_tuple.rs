//@ says: `(Column<Inbox, MessageUid>,)` cannot be selected from `Inbox`
//@ at: (Inbox::uid,)
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().select((Inbox::uid,));
}

fn main() {}
