//@ says: a column of `Inbox` cannot be used in a query on `imap_dal::AnyMailbox`
//@ at: Inbox::seen
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = AnyMailbox::in_mailbox("Sent").filter(Inbox::seen.eq(false));
}
