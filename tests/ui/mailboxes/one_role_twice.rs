//@ says: the mailbox with the role `Sent` is already declared as `Sent`
//@ at: Sent;
use imap_dal::prelude::*;

mailboxes! {
    Sent => role Sent;
    Outbox => role Sent;
}

fn main() {}
