//@ says: `&str` is no change
//@ at: "seen"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update("seen");
}
