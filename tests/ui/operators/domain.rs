//@ says: columns have no `domain`: `contains` looks into names and emails
//@ at: domain
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn main() {
    let _ = Inbox::sender.domain().eq("example.org");
}
