//@ says: `HeaderText` columns cannot be set
//@ at: set
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::header("X-Foo").set("x");
}
