//@ says: `into_boxed` is not needed: a query is a value of one type, however it is built
//@ at: into_boxed
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().into_boxed();
}
