//@ says: `is_not_null` is called `is_some` here
//@ at: is_not_null
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::subject.is_not_null());
}
