//@ says: `Column<Inbox, AddressList>` is not a value for `FreeText` columns
//@ at: Inbox::sender
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn f() {
    let _ = Inbox::subject.eq(Inbox::sender);
}

fn main() {}
