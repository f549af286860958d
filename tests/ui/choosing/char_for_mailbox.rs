//@ says: `char` does not name a mailbox
//@ at: 'x'
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX";
    Sent => role Sent;
}

fn run(dal: &Dal) {
    let _ = AnyMailbox::in_mailbox('x').all();
}

fn main() {}
