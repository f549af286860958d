//@ says: a column of `Inbox` cannot be used in a query on `AttachmentInfo`
//@ at: Inbox::size
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::attachments.any(Inbox::size.gt(1));
}
