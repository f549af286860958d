//@ says: `is_null` is called `is_none` here
//@ at: is_null
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::subject.is_null());
}
