//@ says: a column of `imap_dal::AttachmentInfo` cannot be used in a query on `Address`
//@ at: AttachmentInfo::name
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
}

fn main() {
    let _ = Inbox::filter(Inbox::sender.any(AttachmentInfo::name.eq("x")));
}
