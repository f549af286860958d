//@ says: `&str` does not name mailboxes
//@ at: "INBOX
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::in_mailboxes("INBOX").all();
}
