//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: Sent::subject
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().select((Inbox::uid, Sent::subject));
}
