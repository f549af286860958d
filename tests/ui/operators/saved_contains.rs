//@ says: `SaveDate` columns cannot be searched in
//@ at: contains
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::saved.contains("2026");
}
