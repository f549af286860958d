//@ says: no mailbox role is called `Sendt`; did you mean `Sent`?
//@ at: Sendt
use imap_dal::prelude::*;

mailboxes! {
    Sent => role Sendt;
}

fn main() {}
