//@ says: messages cannot be ordered by `AttachmentList` columns
//@ at: desc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::attachments.desc();
}
