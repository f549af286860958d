//@ says: `[(&str, &str); 1]` is not a list of addresses
//@ at: [("Ann", "a@
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().to([("Ann", "a@b.c")]);
}
