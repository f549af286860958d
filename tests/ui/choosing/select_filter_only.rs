//@ says: `AnyText` columns can be searched in, not read
//@ at: Inbox::text
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().select(Inbox::text);
}

fn main() {}
