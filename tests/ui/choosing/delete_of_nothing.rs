//@ says: `delete` needs messages of `Inbox` to be chosen
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
