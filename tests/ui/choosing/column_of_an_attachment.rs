//@ says: a column of `imap_dal::AttachmentInfo` cannot be used in a query on `Inbox`
//@ at: AttachmentInfo::name.eq
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::filter(AttachmentInfo::name.eq("x"));
}
