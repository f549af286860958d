//@ says: `std::ops::Range<{integer}>` is not a value for `MessageUid` columns
//@ at: 1..5));
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.eq(1..5));
}
