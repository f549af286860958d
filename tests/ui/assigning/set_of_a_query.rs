//@ says: `set` is called `update` here
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().set(Inbox::seen.set(true));
}
