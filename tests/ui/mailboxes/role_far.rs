//@ says: no mailbox role is called `Outbox`; the roles are
//@ at: Outbox
use imap_dal::prelude::*;

mailboxes! {
    Outbox => role Outbox;
}

fn main() {}
