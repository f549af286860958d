//@ says: a `header` named at run time is a column of `AnyMailbox`, which fits every mailbox
//@ at: Inbox::header
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::header("List-Id").is_some();
}
