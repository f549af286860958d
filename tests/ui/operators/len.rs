//@ says: IMAP has no `len`
//@ at: len
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::attachments.len().gt(2);
}
