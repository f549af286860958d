//@ says: no mailbox role is called `sent`; did you mean `Sent`?
//@ at: sent
use imap_dal::prelude::*;

mailboxes! { Sent => role sent; }

fn main() {}
