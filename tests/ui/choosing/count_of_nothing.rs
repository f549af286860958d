//@ says: `count` needs messages of `Inbox` to be chosen
//@ at: Inbox::count
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::count(dal);
}

fn main() {}
