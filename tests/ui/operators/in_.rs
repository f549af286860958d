//@ says: `in_` is called `is_in` here
//@ at: in_
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.in_([1,2]));
}
