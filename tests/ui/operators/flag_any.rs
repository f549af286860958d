//@ says: `SystemFlag` columns are not lists
//@ at: any
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seen.any(AttachmentInfo::size.gt(1));
}
