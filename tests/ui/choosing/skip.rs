//@ says: `skip` is called `offset` here
//@ at: skip
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().skip(10);
}
