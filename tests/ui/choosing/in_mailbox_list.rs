//@ says: `Vec<&str>` does not name a mailbox
//@ at: vec!
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = AnyMailbox::in_mailbox(vec!["a", "b"]).all();
}
