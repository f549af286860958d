//@ says: `from` is called `sender` here
//@ at: from
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().from("a@b.c");
}
