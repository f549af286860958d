//@ says: `take` is called `limit` here
//@ at: take
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().take(10);
}
