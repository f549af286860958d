//@ says: no mailbox role is called `Spam`; did you mean `Junk`?
//@ at: Spam
use imap_dal::prelude::*;
mailboxes! { Spam => role Spam; }

fn main() {}
