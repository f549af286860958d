//@ says: `delete` needs messages to be chosen in `Inbox` first
//@ at: Inbox::delete
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::delete();
}

fn main() {}
