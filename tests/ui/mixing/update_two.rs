//@ says: a column of `Sent` cannot be used in a query on `Inbox`
//@ at: Sent::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::all().update((Sent::seen.set(true), Sent::flagged.set(false)));
}
