//@ says: `&str` is not a change to messages of `Inbox`
//@ at: "seen"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::all().update("seen");
}
