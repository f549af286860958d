//@ says: `&str` is not a list of addresses
//@ at: "a@b.c"
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().to("a@b.c");
}
