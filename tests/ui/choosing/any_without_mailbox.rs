//@ says: is not tied to a mailbox
//@ at: AnyMailbox::all
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = AnyMailbox::all();
}

fn main() {}
