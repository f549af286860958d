//@ says: a column of `imap_dal::AttachmentInfo` cannot be used in a query on `Inbox`
//@ at: AttachmentInfo::size
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::filter(AttachmentInfo::size.gt(1));
}
