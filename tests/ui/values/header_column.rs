//@ says: `bool` is not a value for `HeaderText` columns
//@ at: true
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::header("X-Spam").contains(true);
}
