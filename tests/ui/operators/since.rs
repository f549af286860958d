//@ says: `since` is called `ge` here
//@ at: since
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.since("2026-01-01");
}
