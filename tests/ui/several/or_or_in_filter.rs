//@ says: mismatched types
//@ at: Inbox::seen
//@ errors: 3
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::seen.eq(false) || Inbox::flagged.eq(true));
}
