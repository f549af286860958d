//@ says: messages cannot be ordered by `SequenceNumber` columns
//@ at: desc
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::seq.desc();
}
