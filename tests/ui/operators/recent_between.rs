//@ says: `RecentFlag` columns have no order to compare by
//@ at: between
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::recent.between(false, true);
}
