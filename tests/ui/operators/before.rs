//@ says: `before` is called `lt` here
//@ at: before
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::created.before("2026-01-01");
}
