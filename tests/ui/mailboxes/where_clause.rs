//@ says: expected `;` after `Unread`, or `{ .. }` with columns of its own
//@ at: where
use imap_dal::prelude::*;

mailboxes! {
    Unread => "INBOX" where seen = false;
}

fn main() {}
