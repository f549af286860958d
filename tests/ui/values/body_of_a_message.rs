//@ says: `body` is called `text` here
//@ at: body
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().body("a@b.c");
}
