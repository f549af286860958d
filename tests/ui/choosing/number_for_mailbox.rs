//@ says: `{integer}` does not name a mailbox
//@ at: 5
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = Inbox::all().move_to(5);
}

fn main() {}
