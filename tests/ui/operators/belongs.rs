//@ says: `belongs` is called `is_in` here
//@ at: belongs
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::uid.belongs([1,2]));
}
