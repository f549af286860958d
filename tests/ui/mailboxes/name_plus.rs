//@ says: expected `;` after `Inbox`, or `{ .. }` with columns of its own
//@ at: + "b"; }
use imap_dal::prelude::*;

mailboxes! { Inbox => "a" + "b"; }

fn main() {}
