//@ says: expected `;` after `Inbox`
//@ at: Sent
use imap_dal::prelude::*;

mailboxes! {
    Inbox => "INBOX"
    Sent => role Sent;
}

fn main() {}
