//@ says: `AttachmentList` columns cannot be tested for equality
//@ at: is_in
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::attachments.is_in(["a"]));
}
