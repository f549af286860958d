//@ says: `eq_any` is called `is_in` here
//@ at: eq_any
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.eq_any([1,2]));
}
