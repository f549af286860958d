//@ says: `RecentFlag` columns cannot be set
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::recent.set(true);
}
