//@ says: expected `;` after `Inbox`, or `{ .. }` with columns of its own
//@ at: => role Sent
use imap_dal::prelude::*;

mailboxes! { Inbox => "INBOX" => role Sent; }

fn main() {}
