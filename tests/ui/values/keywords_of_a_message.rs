//@ says: `keywords` is called `keyword` here
//@ at: keywords
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = NewMessage::new().keywords(["x"]);
}
