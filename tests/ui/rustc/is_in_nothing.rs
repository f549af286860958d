//@ errors: 2
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::uid.is_in([]);
}
