//@ says: messages cannot be ordered by `Column<Inbox, ArrivalDate>`
//@ at: Inbox::created
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::all().order_by(Inbox::created);
}

fn main() {}
