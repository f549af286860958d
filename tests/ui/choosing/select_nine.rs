//@ says: Column<Inbox, ByteSize>)` cannot be selected from `Inbox`
//@ at: (
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().select((
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
        Inbox::size,
    ));
}

fn main() {}
